namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>In what way machines are replaced.</summary>
internal sealed record RolloutStrategy
{
    /// <summary>Only <c>RollingUpdate</c> is simulated.</summary>
    public string? Type { get; init; }

    /// <summary>How many at a time.</summary>
    public RollingUpdate? RollingUpdate { get; init; }
}
