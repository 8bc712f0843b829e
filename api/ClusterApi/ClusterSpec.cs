using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>What is wanted of a Cluster.</summary>
public sealed record ClusterSpec
{
    /// <summary>Whether reconciliation of the cluster and all it holds is held back.</summary>
    public bool? Paused { get; init; }

    /// <summary>Where the API server of the cluster answers.</summary>
    public ApiEndpoint? ControlPlaneEndpoint { get; init; }

    /// <summary>The infrastructure of the cluster.</summary>
    public ContractReference? InfrastructureRef { get; init; }

    /// <summary>The control plane provider's object, if there is one.</summary>
    public ContractReference? ControlPlaneRef { get; init; }
}
