using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>Template from which CAPI clones ElementalMachines. Its spec does not change; make a new one to roll out.</summary>
[CustomResource(ShortNames = ["emachinetemplate"])]
[PrinterColumn("Cluster", """.metadata.ownerReferences[?(@.kind=="Cluster")].name""", Description = "Cluster the template belongs to")]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since creation")]
public sealed record ElementalMachineTemplate : IKubernetesObject<ElementalMachineTemplate>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } =
        new(ElementalGroup.Name, ElementalGroup.Version, "ElementalMachineTemplate", "elementalmachinetemplates");

    /// <inheritdoc/>
    public static JsonTypeInfo<ElementalMachineTemplate> JsonTypeInfo => ApiJsonContext.Default.ElementalMachineTemplate;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What the template holds.</summary>
    public ElementalMachineTemplateSpec? Spec { get; init; }

    /// <inheritdoc/>
    public ElementalMachineTemplate WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
