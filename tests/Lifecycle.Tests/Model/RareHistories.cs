using ElementalProvider.Lifecycle.Tests.Api;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Histories that chance hardly ever comes upon, each told because something once broke there, or would.</summary>
internal static class RareHistories
{
    public const string FarewellOvertaken = "a host changes between the farewell of a replica and its being heard";
    public const string ClaimOfAChangedHost = "a machine is made while the cache does not yet have what was last written to the hosts";

    public const string TermCutShort = "a leader loses its lease with the resets of two hosts under way, and has it again";

    private static readonly Act Everybody = new(ActKind.EverybodyWorks);

    /// <summary>Two hosts are installed and free.</summary>
    private static readonly Act[] Fleet = [Everybody, Everybody, Everybody];

    /// <summary>One of them has become a node of the first Cluster.</summary>
    private static readonly Act[] Node = [.. Fleet, new(ActKind.MachineIsMade), Everybody, Everybody];

    /// <summary>
    /// clusterctl has paused, copied, and taken away the machine and both hosts; the registration is still there, and neither managers nor hosts
    /// have looked since.
    /// </summary>
    private static readonly Act[] GapInAMove =
        [.. Node, new(ActKind.CoreWorks), new(ActKind.MoveStarts), .. Enumerable.Repeat(new Act(ActKind.MoveGoesOn), 2 + (3 * 3))];

    private static readonly Act EveryGatewayHears = new(ActKind.GatewayHears, What: (byte)Freshness.All, HowMuch: 1);

    public static IReadOnlyDictionary<string, History> All { get; } = new Dictionary<string, History>
    {
        ["the reset is called off after the host said so and before it wrote it down"] = new(
        [
            .. Fleet,
            new(ActKind.HostIsDeleted),
            new(ActKind.LeaderReconcilesHost, What: (byte)Freshness.All, HowMuch: 31),
            EveryGatewayHears,
            new(ActKind.AgentGoesOn),
            new(ActKind.AgentGoesOn, How: 2),
            new(ActKind.AgentDies),
            new(ActKind.HostIsPaused),
            Everybody,
        ]),
        ["the hosts find their objects gone in the middle of a move"] = new([.. GapInAMove, Everybody, new(ActKind.MoveGoesOn), Everybody, new(ActKind.MoveGoesOn), Everybody]),
        ["all managers die in the middle of a move, before they have seen a host leave"] = new(
        [
            .. GapInAMove,
            new(ActKind.GatewayDies),
            new(ActKind.GatewayDies, How: 1),
            new(ActKind.LeaderDies),
            Everybody,
            Everybody,
            .. Enumerable.Repeat(new Act(ActKind.MoveGoesOn), 4),
            Everybody,
            new(ActKind.LifeGoesOn, HowMuch: 60),
        ]),
        ["a registration is deleted, and its finalizer is stripped"] = new([.. Node, new(ActKind.RegistrationIsDeleted), Everybody]),
        ["the definition of registrations is deleted and applied again"] = new(
            [.. Node, new(ActKind.KindIsDeleted, Who: 1), Everybody, Everybody, new(ActKind.KindIsApplied, Who: 1), Everybody]),
        ["the definition of hosts is deleted and applied again"] = new(
            [.. Node, new(ActKind.KindIsDeleted), Everybody, Everybody, new(ActKind.KindIsApplied), Everybody]),
        ["a reset is typed at a node whose object is lost with its kind"] = new(
        [
            .. Node, new(ActKind.KindIsDeleted), new(ActKind.ResetIsTyped), new(ActKind.ResetIsTyped, Who: 1),
            new(ActKind.LeaderReconcilesHost, What: (byte)Freshness.All, HowMuch: 22), new(ActKind.LeaderReconcilesHost, Who: 1, What: (byte)Freshness.All, HowMuch: 22), Everybody,
        ]),
        ["the machine of a node is lost, and somebody says what is to become of its host"] = new(
            [.. Node, new(ActKind.MachineIsLost), Everybody, new(ActKind.HostResetIsSaid), new(ActKind.HostResetIsSaid, Who: 1), Everybody]),
        ["the recovery system is cut off before it has wiped anything"] = new(
        [
            .. Fleet,
            new(ActKind.HostIsDeleted),
            new(ActKind.LeaderReconcilesHost, What: (byte)Freshness.All, HowMuch: 31),
            EveryGatewayHears,
            new(ActKind.AgentGoesOn),
            new(ActKind.AgentGoesOn, How: 2),
            new(ActKind.AgentGoesOn),
            new(ActKind.AgentGoesOn, HowMuch: 3),
            new(ActKind.AgentGoesOn, HowMuch: 5),
            new(ActKind.AgentGoesOn, HowMuch: 3),
            new(ActKind.PowerFails),
            Everybody,
        ]),
        ["a host loses its power and comes back at another replica, where the one before believes in its stream still"] = new(
        [
            .. Node,
            new(ActKind.PowerFails),
            new(ActKind.PowerFails, Who: 1),
            new(ActKind.HostIsLedElsewhere, How: 1),
            new(ActKind.HostIsLedElsewhere, Who: 1, How: 1),
            new(ActKind.LifeGoesOn, HowMuch: 60),
        ]),
        ["a free host is switched off, and a machine is made"] = new(
        [
            .. Fleet,
            new(ActKind.HostIsSwitchedOff),
            new(ActKind.HostIsSwitchedOff, Who: 1),
            Everybody,
            Everybody,
            Everybody,
            Everybody,
            new(ActKind.MachineIsMade),
            Everybody,
        ]),
        ["hosts go from one replica to the other and back"] = new(
        [
            .. Fleet,
            new(ActKind.HostIsLedElsewhere, How: 1),
            new(ActKind.LifeGoesOn, HowMuch: 119),
            new(ActKind.HostIsLedElsewhere, How: 0),
            new(ActKind.LifeGoesOn, HowMuch: 119),
        ]),
        ["a claim of a manager that no longer leads lands after its machine is gone"] = new(
        [
            .. Fleet,
            new(ActKind.MachineIsMade),
            new(ActKind.LeaderReconcilesMachine, How: 1, What: (byte)Freshness.All, HowMuch: 1),
            new(ActKind.MachineIsDeleted),
            new(ActKind.LeaderReconcilesMachine, What: (byte)Freshness.All, HowMuch: 31),
            new(ActKind.LeaderGoesOn, How: 1, HowMuch: 31),
        ]),
        [TermCutShort] = new(
        [
            .. Fleet,
            new(ActKind.HostIsDeleted),
            new(ActKind.HostIsDeleted, Who: 1),
            new(ActKind.LeaderWorks, What: (byte)Freshness.All),
            new(ActKind.LeaderWorks, What: (byte)Freshness.All),
            new(ActKind.LeaderLosesItsLease),
        ]),
        ["two managers claim the last free host"] = new(
        [
            .. Fleet,
            new(ActKind.HostIsPaused, Who: 1),
            new(ActKind.MachineIsMade),
            new(ActKind.MachineIsMade, Who: 1),
            new(ActKind.LeaderReconcilesMachine, How: 1, What: (byte)Freshness.All, HowMuch: 1),
            new(ActKind.LeaderReconcilesMachine, Who: 1, What: (byte)Freshness.All, HowMuch: 31),
            new(ActKind.LeaderGoesOn, How: 1, HowMuch: 31),
        ]),
        ["a reset is typed at a machine that serves, and given up"] = new(
        [
            .. Node,
            new(ActKind.ResetIsTyped),
            new(ActKind.ResetIsTyped, Who: 1),
            Everybody,
            new(ActKind.TypedResetIsGivenUp),
            new(ActKind.TypedResetIsGivenUp, Who: 1),
            Everybody,
        ]),
        ["a free host is said to be bootstrapped, and a machine looks for one"] = new(
        [
            .. Fleet,
            new(ActKind.HostIsSaidToBeBootstrapped),
            new(ActKind.HostIsSaidToBeBootstrapped, Who: 1),
            new(ActKind.MachineIsMade),
            Everybody,
        ]),
        ["a host is deleted under a machine whose Cluster is paused"] = new(
        [
            .. Node,
            new(ActKind.ClusterIsPaused),
            new(ActKind.HostIsDeleted),
            new(ActKind.HostIsDeleted, Who: 1),
            Everybody,
        ]),
        ["the OS plugin refuses a version, and is asked for it again"] = new(
        [
            .. Fleet,
            new(ActKind.HostVersionIsSet, What: 1),
            new(ActKind.LeaderReconcilesHost, What: (byte)Freshness.All, HowMuch: 31),
            EveryGatewayHears,
            new(ActKind.AgentGoesOn, What: 6 * 8, HowMuch: 31),
            Everybody,
        ]),
        // Nothing that the host would have to reboot for, which would end the stream as well.
        [FarewellOvertaken] = new(
        [
            .. Fleet,
            new(ActKind.HostVersionIsSet, What: 1),
            Everybody,
            Everybody,
            new(ActKind.GatewayDrains),
            new(ActKind.HostVersionIsSet, What: 0),
            new(ActKind.LeaderReconcilesHost, What: (byte)Freshness.All, HowMuch: 31),
            EveryGatewayHears,
        ]),
        [ClaimOfAChangedHost] = new(
        [
            .. Fleet,
            new(ActKind.HostVersionIsSet, What: 1),
            new(ActKind.HostVersionIsSet, Who: 1, What: 1),
            new(ActKind.LeaderReconcilesHost, What: (byte)Freshness.All, HowMuch: 31),
            new(ActKind.LeaderReconcilesHost, Who: 1, What: (byte)Freshness.None, HowMuch: 31),
            new(ActKind.MachineIsMade),
            new(ActKind.LeaderReconcilesMachine, What: (byte)(Freshness.Machines | Freshness.Others), HowMuch: 31),
        ]),
        ["a Cluster is paused between the directive and the call for bootstrap data"] = new(
        [
            .. Fleet,
            new(ActKind.MachineIsMade),
            new(ActKind.LeaderReconcilesMachine, What: (byte)Freshness.All, HowMuch: 31),
            EveryGatewayHears,
            new(ActKind.AgentGoesOn, Who: 0),
            new(ActKind.AgentGoesOn, Who: 1),
            new(ActKind.ClusterIsPaused),
            EveryGatewayHears,
            new(ActKind.AgentGoesOn, Who: 0, HowMuch: 3),
            new(ActKind.AgentGoesOn, Who: 1, HowMuch: 3),
        ]),
    };
}
