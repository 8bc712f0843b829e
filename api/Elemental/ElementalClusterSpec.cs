namespace ElementalProvider.Api.Elemental;

/// <summary>What is wanted of the infrastructure of a cluster.</summary>
public sealed record ElementalClusterSpec
{
    /// <summary>
    /// Where the API server of the cluster answers: a virtual IP, a load balancer or the one control plane host. Taken from the Cluster where
    /// it is not set here.
    /// </summary>
    public ApiEndpoint? ControlPlaneEndpoint { get; init; }
}
