using ElementalProvider.Api.Schema;

namespace ElementalProvider.Api.Elemental;

/// <summary>Template from which a ClusterClass makes ElementalClusters.</summary>
[CustomResource(ShortNames = ["eclustertemplate"])]
[PrinterColumn("Age", ".metadata.creationTimestamp", Type = "date", Description = "Time since creation")]
[KubernetesEntity(Group = ElementalGroup.Name, ApiVersion = ElementalGroup.Version, Kind = ElementalClusterTemplate.KubeKind, PluralName = "elementalclustertemplates")]
public sealed record ElementalClusterTemplate : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Name of the kind.</summary>
    public const string KubeKind = "ElementalClusterTemplate";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ElementalGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What the template holds.</summary>
    public ElementalClusterTemplateSpec? Spec { get; init; }
}

/// <summary>What a cluster template holds.</summary>
public sealed record ElementalClusterTemplateSpec
{
    /// <summary>The ElementalCluster to be made.</summary>
    public required ElementalClusterTemplateResource Template { get; init; }
}

/// <summary>The ElementalCluster that a template makes.</summary>
public sealed record ElementalClusterTemplateResource
{
    /// <summary>Labels and annotations of the clusters.</summary>
    public TemplateMeta? Metadata { get; init; }

    /// <summary>Spec of the clusters.</summary>
    public required ElementalClusterSpec Spec { get; init; }
}
