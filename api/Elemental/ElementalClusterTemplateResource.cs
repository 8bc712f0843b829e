namespace ElementalProvider.Api.Elemental;

/// <summary>The ElementalCluster that a template makes.</summary>
public sealed record ElementalClusterTemplateResource
{
    /// <summary>Labels and annotations of the clusters.</summary>
    public TemplateMeta? Metadata { get; init; }

    /// <summary>Spec of the clusters.</summary>
    public required ElementalClusterSpec Spec { get; init; }
}
