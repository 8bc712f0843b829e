using System.ComponentModel.DataAnnotations;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>How machines of one sort come in: where they register, with which token, and what they become.</summary>
[CustomResource(ShortNames = ["eregistration", "ereg"], MoveHierarchy = true)]
[PrinterColumn("URI", ".spec.config.elemental.registration.uri", Description = "Where agents register")]
[PrinterColumn("Plugin", ".spec.config.elemental.agent.osPlugin", Description = "OS plugin of the hosts")]
[PrinterColumn("Ready", """.status.conditions[?(@.type=="Ready")].status""", Description = "Whether machines can register")]
[PrinterColumn("Reason", """.status.conditions[?(@.type=="Ready")].reason""", Description = "Why it is ready or not", Priority = 1)]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since creation")]
[KubernetesEntity(Group = ElementalGroup.Name, ApiVersion = ElementalGroup.Version, Kind = ElementalRegistration.KubeKind, PluralName = "elementalregistrations")]
public sealed record ElementalRegistration : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Name of the kind.</summary>
    public const string KubeKind = "ElementalRegistration";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ElementalGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What is wanted.</summary>
    public ElementalRegistrationSpec? Spec { get; init; }

    /// <summary>What is observed.</summary>
    public ElementalRegistrationStatus? Status { get; init; }
}

/// <summary>How machines register, and what they become.</summary>
public sealed record ElementalRegistrationSpec
{
    /// <summary>Labels put on every host of this registration.</summary>
    public IReadOnlyDictionary<string, string>? HostLabels { get; init; }

    /// <summary>Annotations put on every host of this registration.</summary>
    public IReadOnlyDictionary<string, string>? HostAnnotations { get; init; }

    /// <summary>
    /// The Secret with the key that signs registration tokens (data key privKey, PKCS#8 in PEM). Filled in when empty; delete the Secret and
    /// this reference to get a new key.
    /// </summary>
    [Atomic]
    public V1ObjectReference? PrivateKeyRef { get; init; }

    /// <summary>Configuration that the hosts get.</summary>
    public RegistrationConfig? Config { get; init; }

    /// <summary>What whoever has the token may do with it.</summary>
    public RegistrationLimits? Limits { get; init; }
}

/// <summary>What is observed of a registration.</summary>
public sealed record ElementalRegistrationStatus
{
    /// <summary>Conditions: Ready says whether machines can register.</summary>
    [ListMapKey("type")]
    [MaxLength(32)]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
