namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>What is wanted of a MachineDeployment.</summary>
internal sealed record MachineDeploymentSpec
{
    /// <summary>Name of the Cluster.</summary>
    public required string ClusterName { get; init; }

    /// <summary>Machines wanted; 1 when not set.</summary>
    public int? Replicas { get; init; }

    /// <summary>Selects the machines by their labels.</summary>
    public required V1LabelSelector Selector { get; init; }

    /// <summary>What the machines are made of.</summary>
    public required MachineTemplate Template { get; init; }

    /// <summary>Whether the deployment is left as it is.</summary>
    public bool? Paused { get; init; }

    /// <summary>How machines to delete are chosen.</summary>
    public DeletionOrder? Deletion { get; init; }

    /// <summary>How machines are replaced.</summary>
    public Rollout? Rollout { get; init; }
}
