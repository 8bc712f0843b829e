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
