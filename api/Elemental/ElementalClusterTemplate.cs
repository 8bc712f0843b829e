using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>Template from which a ClusterClass makes ElementalClusters.</summary>
[CustomResource(ShortNames = ["eclustertemplate"])]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since creation")]
public sealed record ElementalClusterTemplate : IKubernetesObject<ElementalClusterTemplate>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } =
        new(ElementalGroup.Name, ElementalGroup.Version, "ElementalClusterTemplate", "elementalclustertemplates");

    /// <inheritdoc/>
    public static JsonTypeInfo<ElementalClusterTemplate> JsonTypeInfo => ApiJsonContext.Default.ElementalClusterTemplate;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What the template holds.</summary>
    public ElementalClusterTemplateSpec? Spec { get; init; }

    /// <inheritdoc/>
    public ElementalClusterTemplate WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
