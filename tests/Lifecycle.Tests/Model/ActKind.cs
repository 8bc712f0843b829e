namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>What can happen next in a history.</summary>
internal enum ActKind
{
    /// <summary>Everybody does what they can, without mishap.</summary>
    EverybodyWorks,

    AgentTakesTurn,
    AgentConnects,
    AgentListens,
    AgentTells,
    BootstrapExecutes,
    AgentDies,
    PowerFails,
    RecoveryFails,
    JournalIsLost,
    HostDies,
    NextVersionFailsToBoot,
    GatewayWrites,
    GatewayHangsUp,
    LeaderReconcilesHost,
    LeaderReconcilesMachine,
    CoreWorks,
    MachineIsMade,
    MachineIsDeleted,
    MachineVersionIsSet,
    HostIsDeleted,
    HostIsDetached,
    HostVersionIsSet,
    UpdateIsAllowed,
    UpdateIsForbidden,
    ClusterIsPaused,
    ClusterIsUnpaused,
    HostIsPaused,
    HostIsUnpaused,
    MoveStarts,
    MoveGoesOn,
    ImpostorShowsEvidence,
}
