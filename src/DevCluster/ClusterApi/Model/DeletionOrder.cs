namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>How machines to delete are chosen.</summary>
internal sealed record DeletionOrder
{
    /// <summary><c>Random</c> (also when not set; by name, so that it can be foreseen), <c>Newest</c> or <c>Oldest</c>.</summary>
    public string? Order { get; init; }
}
