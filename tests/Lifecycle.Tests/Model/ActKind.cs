namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>What can happen next in a history.</summary>
internal enum ActKind
{
    /// <summary>Everybody does what they can, without mishap.</summary>
    EverybodyWorks,

    TimePasses,

    /// <summary>Time passes, and everybody hears of everything; nobody is stopped anywhere.</summary>
    LifeGoesOn,

    AgentGoesOn,
    AgentDies,
    BootstrapExecutes,
    PowerFails,
    RecoveryFails,
    JournalIsLost,
    HostDies,
    NextVersionFailsToBoot,
    HostIsSwitchedOff,
    HostIsSwitchedOn,
    ResetIsTyped,
    TypedResetIsGivenUp,
    HostIsLedElsewhere,

    GatewayHears,
    GatewayIsHeld,
    GatewayGoesOn,
    GatewayHangsUp,
    GatewayRelists,
    GatewayLooks,
    GatewayDrains,
    GatewayDies,

    LeaderReconcilesHost,
    LeaderReconcilesMachine,
    LeaderWorks,
    LeaderGoesOn,
    LeaderRelists,

    /// <summary>Its term ends in the middle of what it does; it goes on in the next one, with what it knows.</summary>
    LeaderLosesItsLease,
    LeaderDies,

    CoreWorks,
    ClusterIsProvisioned,
    WorkloadIsCutOff,
    WorkloadAnswers,
    MachineIsMade,
    MachineIsDeleted,
    MachineVersionIsSet,
    HostIsLabelled,
    HostIsDeleted,
    HostIsDetached,
    HostVersionIsSet,
    UpdateIsAllowed,
    UpdateIsForbidden,
    ResetIsDenied,
    HostIsSaidToBeBootstrapped,
    RegistrationIsDeleted,
    RegistrationIsMade,
    KindIsDeleted,
    KindIsApplied,
    GarbageIsCollected,
    MachineIsLost,
    HostResetIsSaid,
    ClusterIsPaused,
    ClusterIsUnpaused,
    HostIsPaused,
    HostIsUnpaused,
    MoveStarts,
    MoveGoesOn,
    ImpostorShowsEvidence,
}
