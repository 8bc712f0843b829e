namespace ElementalProvider.DevCluster.ClusterApi.Bootstrap;

/// <summary>How a machine is bootstrapped, in the order of Cluster API's kubeadm provider. No I/O.</summary>
internal static class BootstrapDecisions
{
    public static BootstrapAction Decide(BootstrapSeen seen) => seen switch
    {
        { InfrastructureProvisioned: false } or { HasWorkload: false } => BootstrapAction.WaitForInfrastructure,
        { ControlPlaneInitialized: true } => BootstrapAction.Join,
        { IsControlPlane: true, MayInitialize: true } => BootstrapAction.Initialize,
        _ => BootstrapAction.WaitForControlPlane,
    };
}

/// <summary>What decides how a machine is bootstrapped.</summary>
internal sealed record BootstrapSeen
{
    /// <summary>The infrastructure of the cluster is ready for machines.</summary>
    public required bool InfrastructureProvisioned { get; init; }

    /// <summary>The API server of the cluster is there.</summary>
    public required bool HasWorkload { get; init; }

    /// <summary>A control plane machine has a node.</summary>
    public required bool ControlPlaneInitialized { get; init; }

    /// <summary>The machine is to be part of the control plane.</summary>
    public required bool IsControlPlane { get; init; }

    /// <summary>The machine holds the lock that lets one machine initialize the control plane, or nobody does.</summary>
    public required bool MayInitialize { get; init; }
}

/// <summary>How a machine is bootstrapped.</summary>
internal enum BootstrapAction
{
    WaitForInfrastructure,
    WaitForControlPlane,
    Initialize,
    Join,
}
