namespace ElementalProvider.DevCluster.ClusterApi.Machines;

/// <summary>The steps in which a Machine goes, in their order.</summary>
internal enum CoreMachineDeletionStep
{
    WaitForPreDrainHook,
    WaitForPreTerminateHook,
    DeleteInfrastructure,
    WaitForInfrastructure,
    DeleteBootstrapSecret,
    DeleteNode,
    RemoveFinalizer,
}
