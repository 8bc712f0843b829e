namespace ElementalProvider.Api.Elemental;

/// <summary>What a cluster template holds.</summary>
public sealed record ElementalClusterTemplateSpec
{
    /// <summary>The ElementalCluster to be made.</summary>
    public required ElementalClusterTemplateResource Template { get; init; }
}
