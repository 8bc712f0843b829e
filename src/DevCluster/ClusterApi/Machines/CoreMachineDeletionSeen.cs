using ElementalProvider.Api.ClusterApi;

namespace ElementalProvider.DevCluster.ClusterApi.Machines;

/// <summary>What is left of a Machine that is being deleted.</summary>
internal sealed record CoreMachineDeletionSeen
{
    public required Machine Machine { get; init; }

    /// <summary>The infrastructure is still there.</summary>
    public required bool HasInfrastructure { get; init; }

    /// <summary>The infrastructure has been asked to go.</summary>
    public required bool InfrastructureIsDeleting { get; init; }

    /// <summary>A bootstrap Secret that was made for the Machine is still there.</summary>
    public required bool HasBootstrapSecret { get; init; }

    /// <summary>The Node is still there and can be deleted.</summary>
    public required bool HasNode { get; init; }

    /// <summary>The whole Cluster is being deleted: its Nodes go with it (X2).</summary>
    public required bool ClusterIsDeleting { get; init; }
}
