using ElementalProvider.Api.ClusterApi;

namespace ElementalProvider.DevCluster.ClusterApi.Machines;

/// <summary>In what order a Machine goes: section 8 of the contract. Nothing is drained, as nothing runs here. No I/O.</summary>
internal static class CoreMachineDeletion
{
    public static CoreMachineDeletionStep Next(CoreMachineDeletionSeen seen) => seen switch
    {
        _ when HasHook(seen.Machine, CapiNames.PreDrainHookPrefix) => CoreMachineDeletionStep.WaitForPreDrainHook,
        _ when HasHook(seen.Machine, CapiNames.PreTerminateHookPrefix) => CoreMachineDeletionStep.WaitForPreTerminateHook,
        { HasInfrastructure: true, InfrastructureIsDeleting: false } => CoreMachineDeletionStep.DeleteInfrastructure,
        { HasInfrastructure: true } => CoreMachineDeletionStep.WaitForInfrastructure,
        { HasBootstrapSecret: true } => CoreMachineDeletionStep.DeleteBootstrapSecret,
        { HasNode: true, ClusterIsDeleting: false } => CoreMachineDeletionStep.DeleteNode,
        _ => CoreMachineDeletionStep.RemoveFinalizer,
    };

    /// <summary>Why the Machine is still there: reason and message of its Deleting condition.</summary>
    public static (string Reason, string Message) Explain(CoreMachineDeletionStep step) => step switch
    {
        CoreMachineDeletionStep.WaitForPreDrainHook => ("WaitingForPreDrainHook", "Waiting for pre-drain hooks to be removed"),
        CoreMachineDeletionStep.WaitForPreTerminateHook => ("WaitingForPreTerminateHook", "Waiting for pre-terminate hooks to be removed"),
        CoreMachineDeletionStep.DeleteInfrastructure or CoreMachineDeletionStep.WaitForInfrastructure =>
            ("WaitingForInfrastructureDeletion", "Waiting for the infrastructure to be deleted"),
        CoreMachineDeletionStep.DeleteBootstrapSecret => ("WaitingForBootstrapDeletion", "Deleting the bootstrap data"),
        CoreMachineDeletionStep.DeleteNode => ("DeletingNode", "Deleting the Node"),
        _ => ("DeletionCompleted", "Deletion completed"),
    };

    private static bool HasHook(Machine machine, string prefix) =>
        machine.Metadata.Annotations?.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal)) ?? false;
}
