using ElementalProvider.Api.ClusterApi;

namespace ElementalProvider.DevCluster.ClusterApi.Machines;

/// <summary>In what order a Machine goes: section 8 of the contract. Nothing is drained, as nothing runs here. No I/O.</summary>
internal static class MachineDeletion
{
    public static MachineDeletionStep Next(MachineDeletionSeen seen) => seen switch
    {
        _ when HasHook(seen.Machine, CapiNames.PreDrainHookPrefix) => MachineDeletionStep.WaitForPreDrainHook,
        _ when HasHook(seen.Machine, CapiNames.PreTerminateHookPrefix) => MachineDeletionStep.WaitForPreTerminateHook,
        { HasInfrastructure: true, InfrastructureIsDeleting: false } => MachineDeletionStep.DeleteInfrastructure,
        { HasInfrastructure: true } => MachineDeletionStep.WaitForInfrastructure,
        { HasBootstrapSecret: true } => MachineDeletionStep.DeleteBootstrapSecret,
        { HasNode: true, ClusterIsDeleting: false } => MachineDeletionStep.DeleteNode,
        _ => MachineDeletionStep.RemoveFinalizer,
    };

    /// <summary>Why the Machine is still there: reason and message of its Deleting condition.</summary>
    public static (string Reason, string Message) Explain(MachineDeletionStep step) => step switch
    {
        MachineDeletionStep.WaitForPreDrainHook => ("WaitingForPreDrainHook", "Waiting for pre-drain hooks to be removed"),
        MachineDeletionStep.WaitForPreTerminateHook => ("WaitingForPreTerminateHook", "Waiting for pre-terminate hooks to be removed"),
        MachineDeletionStep.DeleteInfrastructure or MachineDeletionStep.WaitForInfrastructure =>
            ("WaitingForInfrastructureDeletion", "Waiting for the infrastructure to be deleted"),
        MachineDeletionStep.DeleteBootstrapSecret => ("WaitingForBootstrapDeletion", "Deleting the bootstrap data"),
        MachineDeletionStep.DeleteNode => ("DeletingNode", "Deleting the Node"),
        _ => ("DeletionCompleted", "Deletion completed"),
    };

    private static bool HasHook(Machine machine, string prefix) =>
        machine.Metadata.Annotations?.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal)) ?? false;
}
