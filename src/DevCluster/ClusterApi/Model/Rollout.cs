namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>How the machines of a MachineDeployment are replaced.</summary>
internal sealed record Rollout
{
    /// <summary>Once this moment has come, machines older than it are replaced.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>In what way.</summary>
    public RolloutStrategy? Strategy { get; init; }
}
