using System.Text.Json.Serialization.Metadata;
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
public sealed record ElementalRegistration : IKubernetesObject<ElementalRegistration>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } =
        new(ElementalGroup.Name, ElementalGroup.Version, "ElementalRegistration", "elementalregistrations");

    /// <inheritdoc/>
    public static JsonTypeInfo<ElementalRegistration> JsonTypeInfo => ApiJsonContext.Default.ElementalRegistration;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What is wanted.</summary>
    public ElementalRegistrationSpec? Spec { get; init; }

    /// <summary>What is observed.</summary>
    public ElementalRegistrationStatus? Status { get; init; }

    /// <inheritdoc/>
    public ElementalRegistration WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
