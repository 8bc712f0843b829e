using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>The infrastructure of one CAPI Machine: claims a free host and keeps it until the Machine is deleted.</summary>
[CustomResource(ShortNames = ["emachine"])]
[PrinterColumn("Cluster", """.metadata.labels['cluster\.x-k8s\.io/cluster-name']""", Description = "Cluster the machine belongs to")]
[PrinterColumn("Machine", """.metadata.ownerReferences[?(@.kind=="Machine")].name""", Description = "Machine that owns this ElementalMachine")]
[PrinterColumn("Host", ".spec.hostRef.name", Description = "ElementalHost that was claimed")]
[PrinterColumn("ProviderID", ".spec.providerID", Description = "Provider ID of the node")]
[PrinterColumn("Provisioned", ".status.initialization.provisioned", Type = "boolean", Description = "Whether the host has become a node")]
[PrinterColumn("Ready", """.status.conditions[?(@.type=="Ready")].status""", Description = "Whether the machine is ready")]
[PrinterColumn("Reason", """.status.conditions[?(@.type=="Ready")].reason""", Description = "Why the machine is ready or not")]
[PrinterColumn("Message", """.status.conditions[?(@.type=="Ready")].message""", Description = "Details for a person", Priority = 1)]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since creation")]
[KubernetesEntity(Group = ElementalGroup.Name, ApiVersion = ElementalGroup.Version, Kind = ElementalMachine.KubeKind, PluralName = "elementalmachines")]
public sealed record ElementalMachine : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Name of the kind.</summary>
    public const string KubeKind = "ElementalMachine";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ElementalGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>Which host is wanted, and how it must be.</summary>
    public ElementalMachineSpec? Spec { get; init; }

    /// <summary>How far the machine has come.</summary>
    public ElementalMachineStatus? Status { get; init; }
}

/// <summary>Which host a machine wants, and how it must be.</summary>
public sealed record ElementalMachineSpec
{
    /// <summary>
    /// Provider ID of the node, elemental://namespace/host. Written by the provider; never part of a template. It changes only when the host is
    /// deleted under the machine and another one takes its place; until that one is found, the old one stays.
    /// </summary>
    [JsonPropertyName("providerID")]
    [MinLength(1)]
    [MaxLength(512)]
    public string? ProviderId { get; init; }

    /// <summary>Labels that a host must have to be claimed. Nothing set: any free host of the namespace will do.</summary>
    [Atomic]
    public V1LabelSelector? Selector { get; init; }

    /// <summary>The ElementalHost that was claimed. Written by the provider; never part of a template.</summary>
    [Atomic]
    public V1ObjectReference? HostRef { get; init; }

    /// <summary>
    /// OS version that the claimed host must run; forwarded to the host and applied before it is bootstrapped. On a running machine it is
    /// applied only when the host is labelled in-place-update=pending. Its schema belongs to the OS plugin of the host. Removing it takes back
    /// the wish, on the host as well, and not the version: what runs keeps running. The condition OSVersionReady follows the host while this is
    /// set.
    /// </summary>
    [PreserveUnknownFields]
    public JsonElement? OsVersionManagement { get; init; }
}

/// <summary>How far a machine has come.</summary>
public sealed record ElementalMachineStatus
{
    /// <summary>
    /// Set once the host has become a node; never taken back (M3 of the CAPI contract), not even while a lost host is replaced by another one.
    /// </summary>
    public Initialization? Initialization { get; init; }

    /// <summary>The same as initialization.provisioned, for contract v1beta1.</summary>
    public bool? Ready { get; init; }

    /// <summary>Addresses of the machine.</summary>
    [Atomic]
    public IReadOnlyList<MachineAddress>? Addresses { get; init; }

    /// <summary>
    /// Conditions: AssociationReady, HostReady, ProviderIDReady, Paused, and Ready as the summary of the first three. Where
    /// spec.osVersionManagement is set also OSVersionReady, which Ready leaves out: an update in place must not look to a MachineHealthCheck
    /// like a machine to be replaced.
    /// </summary>
    [ListMapKey("type")]
    [MaxLength(32)]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}

/// <summary>One address of a machine (M5 of the CAPI contract).</summary>
public sealed record MachineAddress
{
    /// <summary>What kind of address it is.</summary>
    [AllowedValues("Hostname", "ExternalIP", "InternalIP", "ExternalDNS", "InternalDNS")]
    public required string Type { get; init; }

    /// <summary>The address.</summary>
    [MinLength(1)]
    [MaxLength(256)]
    public required string Address { get; init; }
}
