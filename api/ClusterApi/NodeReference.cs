namespace ElementalProvider.Api.ClusterApi;

/// <summary>The Node of a Machine, by name.</summary>
public sealed record NodeReference
{
    /// <summary>Name of the Node.</summary>
    public required string Name { get; init; }
}
