using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>
/// A registered machine: created by its agent, claimed by an ElementalMachine, reset when that Machine goes. Labels say what the host has
/// shown (installed, bootstrapped), status says what it is doing now.
/// </summary>
[CustomResource(ShortNames = ["ehost"], MoveHierarchy = true)]
[PrinterColumn("Phase", ".status.phase", Description = "What the host is doing")]
[PrinterColumn("Ready", """.status.conditions[?(@.type=="Ready")].status""", Description = "Whether the host can be relied on for what its spec says")]
[PrinterColumn("Connected", """.status.conditions[?(@.type=="Connected")].status""", Description = "Whether the host is connected to the manager")]
[PrinterColumn("Cluster", """.metadata.labels['cluster\.x-k8s\.io/cluster-name']""", Description = "Cluster the host belongs to")]
[PrinterColumn("Machine", """.metadata.labels['elementalhost\.infrastructure\.cluster\.x-k8s\.io/machine-name']""", Description = "Machine the host serves")]
[PrinterColumn("OS Version", ".status.facts.os-version", Description = "OS version that the host reports", Priority = 1)]
[PrinterColumn("Reason", """.status.conditions[?(@.type=="Ready")].reason""", Description = "Why the host is ready or not", Priority = 1)]
[PrinterColumn("Message", """.status.conditions[?(@.type=="Ready")].message""", Description = "Details for a person", Priority = 1)]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since the host registered")]
[KubernetesEntity(Group = ElementalGroup.Name, ApiVersion = ElementalGroup.Version, Kind = ElementalHost.KubeKind, PluralName = "elementalhosts")]
public sealed record ElementalHost : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Name of the kind.</summary>
    public const string KubeKind = "ElementalHost";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ElementalGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What is wanted of the host.</summary>
    public ElementalHostSpec? Spec { get; init; }

    /// <summary>What the host reported.</summary>
    public ElementalHostStatus? Status { get; init; }
}

/// <summary>What is wanted of a host.</summary>
public sealed record ElementalHostSpec
{
    /// <summary>Public key of the host (SubjectPublicKeyInfo in PEM). Whoever holds the private key speaks for the host.</summary>
    public string? PubKey { get; init; }

    /// <summary>The ElementalMachine that claimed the host. Written by the machine controller.</summary>
    [Atomic]
    public V1ObjectReference? MachineRef { get; init; }

    /// <summary>The Secret with the bootstrap data of the claiming machine. Written by the machine controller.</summary>
    [Atomic]
    public V1ObjectReference? BootstrapSecret { get; init; }

    /// <summary>
    /// OS version to run and how to get there; its schema belongs to the OS plugin of the host. Yours to set while the host is free. While an
    /// ElementalMachine has claimed it, that of the machine is copied here and replaces whatever else is written: patch the machine. A machine
    /// that wants no particular version takes the wish away; what runs keeps running.
    /// </summary>
    [PreserveUnknownFields]
    public JsonElement? OsVersionManagement { get; init; }

    /// <summary>
    /// What the host has to go through now, or went through last. Written by the provider: say what you want in spec.osVersionManagement and with
    /// the label in-place-update.
    /// </summary>
    [Atomic]
    public HostOperation? Operation { get; init; }

    /// <summary>
    /// The machine that the host served when it registered, although its ElementalHost was gone: an orphan. It cannot be claimed and is not reset
    /// by itself. Taken away when the ElementalMachine that names the host takes it back; a person may also reset or detach it. Written by the
    /// provider, on the host's own word.
    /// </summary>
    [Atomic]
    public HostOrphan? OrphanOf { get; init; }
}

/// <summary>What a host serves of which the management cluster has lost its object.</summary>
public sealed record HostOrphan
{
    /// <summary>Name of the ElementalMachine; empty where the host never learnt it.</summary>
    [MaxLength(253)]
    public string? MachineName { get; init; }

    /// <summary>Name of the Cluster; empty where the host never learnt it.</summary>
    [MaxLength(63)]
    public string? ClusterName { get; init; }

    /// <summary>The boot in which the host began to serve.</summary>
    [MaxLength(128)]
    public string? BootId { get; init; }
}

/// <summary>What a host reported about itself, and what follows from it.</summary>
public sealed record ElementalHostStatus
{
    /// <summary>
    /// What the host is doing: Registering, Finalizing Registration, Installing, Bootstrapping, Running, Triggering Reset, Resetting or
    /// Reconciling OS Version.
    /// </summary>
    public string? Phase { get; init; }

    /// <summary>When the host was first seen in this phase; not set where an older version of the provider wrote the phase.</summary>
    public DateTimeOffset? LastPhaseTransitionTime { get; init; }

    /// <summary>Facts of the host, such as os-version, boot-id and agent-version.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    /// <summary>
    /// The replica of the manager that the host is connected to, or was last, by the name of its Lease. Whoever holds that Lease says when the host is
    /// lost. Written by the gateway.
    /// </summary>
    [MaxLength(253)]
    public string? ConnectedTo { get; init; }

    /// <summary>The metadata.generation that the host has seen and answered.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>How the operation stands that the host last spoke of. Written by the gateway.</summary>
    public HostOperationStatus? Operation { get; init; }

    /// <summary>Conditions: RegistrationReady, InstallationReady, BootstrapReady, OSVersionReady, ResetReady, Connected, IdentityReady, Paused, and Ready as their summary.</summary>
    [ListMapKey("type")]
    [MaxLength(32)]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
