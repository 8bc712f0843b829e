using ElementalProvider.Lifecycle.Tests.Agents;
using ElementalProvider.Lifecycle.Tests.Api;
using ElementalProvider.Lifecycle.Tests.Managers;
using ElementalProvider.Lifecycle.Tests.Simulation;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>One thing that happens, with numbers that say to whom and how; each number is taken modulo what there is.</summary>
internal sealed record Act(ActKind Kind, byte Who = 0, byte How = 0, byte What = 0, byte HowMuch = 0)
{
    private const int MostCalls = 24;

    public PhysicalHost Host(World world) => world.Hosts[Who % World.HostCount];

    public GatewayReplica Gateway(World world) => world.Gateways[How % 2];

    public Leader Leader(World world) => world.Leaders[How % 2];

    public string HostName => World.HostNames[Who % World.HostCount];

    public int Slot => Who % World.MachineCount;

    public string MachineName => $"machine-{Slot}";

    public string KindOfObjects => Who % 2 == 0 ? "elementalhosts" : "elementalregistrations";

    public string Cluster => ApiServer.ClusterNames[Who % 2];

    public Freshness Freshness => (Freshness)(What % 8);

    /// <summary>How many calls go through before a process is stopped: mostly some, at times as many as there are.</summary>
    public int Calls => HowMuch % 32 is var calls and < MostCalls ? calls + 1 : Process.Freely;

    /// <summary>Which of the calls that wait goes first.</summary>
    public int First => How / 2 % 4;

    /// <summary>How many changes of each kind a cache takes in: mostly all.</summary>
    public int Events => HowMuch % 4 == 0 ? 1 : int.MaxValue;

    /// <summary>Most calls go well.</summary>
    public Fault Fault => What / 8 % 16 is var kind && kind > 0 && kind < Enum.GetValues<FaultKind>().Length
        ? new Fault((FaultKind)kind, (HowMuch / 32) + 1)
        : default;

    /// <summary>The act in words, for people who read a history.</summary>
    public override string ToString() => Kind switch
    {
        ActKind.AgentGoesOn => $"{Kind}: {HostName}, {Through}",
        ActKind.HostIsLedElsewhere => $"{Kind}: {HostName} to gateway {How % 2}",
        ActKind.GatewayHears => $"{Kind}: gateway {How % 2}, fresh: {Freshness}{(Events == 1 ? ", one change" : "")}",
        ActKind.GatewayIsHeld => $"{Kind}: gateway {How % 2}, {Through}",
        ActKind.GatewayGoesOn or ActKind.GatewayRelists or ActKind.GatewayLooks or ActKind.GatewayDrains or ActKind.GatewayDies => $"{Kind}: gateway {How % 2}",
        ActKind.GatewayHangsUp or ActKind.ImpostorShowsEvidence => $"{Kind}: gateway {How % 2}, {HostName}",
        ActKind.LeaderReconcilesHost => $"{Kind}: leader {How % 2}, {HostName}, fresh: {Freshness}, {Through}",
        ActKind.LeaderReconcilesMachine => $"{Kind}: leader {How % 2}, {MachineName}, fresh: {Freshness}, {Through}",
        ActKind.LeaderWorks => $"{Kind}: leader {How % 2}, fresh: {Freshness}, {Through}",
        ActKind.LeaderGoesOn => $"{Kind}: leader {How % 2}, {Through}",
        ActKind.LeaderRelists or ActKind.LeaderLosesItsLease or ActKind.LeaderDies => $"{Kind}: leader {How % 2}",
        ActKind.ClusterIsPaused or ActKind.ClusterIsUnpaused or ActKind.ClusterIsProvisioned or ActKind.WorkloadIsCutOff or ActKind.WorkloadAnswers =>
            $"{Kind}: {Cluster}",
        ActKind.MachineIsMade or ActKind.MachineVersionIsSet => $"{Kind}: {MachineName}, version {What % 4}",
        ActKind.MachineIsDeleted or ActKind.MachineIsLost => $"{Kind}: {MachineName}",
        ActKind.KindIsDeleted or ActKind.KindIsApplied => $"{Kind}: {KindOfObjects}",
        ActKind.GarbageIsCollected => $"{Kind}",
        ActKind.HostVersionIsSet => $"{Kind}: {HostName}, version {What % 4}",
        ActKind.TimePasses or ActKind.LifeGoesOn => $"{Kind}: {1 + (HowMuch % 120)} s",
        ActKind.EverybodyWorks or ActKind.CoreWorks or ActKind.MoveStarts or ActKind.MoveGoesOn or ActKind.RegistrationIsDeleted or ActKind.RegistrationIsMade => $"{Kind}",
        _ => $"{Kind}: {HostName}",
    };

    private string Through =>
        (Calls == Process.Freely ? "freely" : $"{Calls} calls") + (First == 0 ? "" : $", number {First} first")
        + (Fault.Kind == FaultKind.None ? "" : $", and {Fault.Kind} at call {Fault.AtCall}");
}
