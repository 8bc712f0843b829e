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

/// <summary>What is left of a Machine that is being deleted.</summary>
internal sealed record CoreMachineDeletionSeen
{
    public required Machine Machine { get; init; }

    /// <summary>The infrastructure is still there.</summary>
    public required bool HasInfrastructure { get; init; }

    /// <summary>The infrastructure has been asked to go.</summary>
    public required bool InfrastructureIsDeleting { get; init; }

    /// <summary>A bootstrap Secret that was made for the Machine is still there.</summary>
    public required bool HasBootstrapSecret { get; init; }

    /// <summary>The Node is still there and can be deleted.</summary>
    public required bool HasNode { get; init; }

    /// <summary>The whole Cluster is being deleted: its Nodes go with it (X2).</summary>
    public required bool ClusterIsDeleting { get; init; }
}

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
