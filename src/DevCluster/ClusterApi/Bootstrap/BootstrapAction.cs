namespace ElementalProvider.DevCluster.ClusterApi.Bootstrap;

/// <summary>How a machine is bootstrapped.</summary>
internal enum BootstrapAction
{
    WaitForInfrastructure,
    WaitForControlPlane,
    Initialize,
    Join,
}
