using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.DevCluster.ClusterApi.Clusters;

/// <summary>What is known of a Cluster.</summary>
internal sealed record CoreClusterSeen
{
    public required Cluster Cluster { get; init; }

    /// <summary>The infrastructure, if it is there.</summary>
    public ElementalCluster? Infrastructure { get; init; }

    public required CoreClusterParts ControlPlane { get; init; }

    public required CoreClusterParts Workers { get; init; }

    /// <summary>Why the API server of the cluster could not be started.</summary>
    public string? WorkloadProblem { get; init; }

    /// <summary>The API server of the cluster runs.</summary>
    public bool HasWorkload { get; init; }
}
