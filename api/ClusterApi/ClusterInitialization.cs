namespace ElementalProvider.Api.ClusterApi;

/// <summary>Observations of the first provisioning of a Cluster.</summary>
public sealed record ClusterInitialization
{
    /// <summary>The infrastructure is ready for machines.</summary>
    public bool? InfrastructureProvisioned { get; init; }

    /// <summary>The control plane accepts requests.</summary>
    public bool? ControlPlaneInitialized { get; init; }
}
