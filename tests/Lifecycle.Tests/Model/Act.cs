namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>One thing that happens, with numbers that say to whom and how; each number is taken modulo what there is.</summary>
internal sealed record Act(ActKind Kind, byte Who = 0, byte How = 0, byte What = 0)
{
    public PhysicalHost Host(World world) => world.Hosts[Who % World.HostCount];

    public Gateway Gateway(World world) => world.Gateways[How % world.Gateways.Count];

    public Leader Leader(World world) => world.Leaders[How % world.Leaders.Count];

    public string HostName => $"host-{Who % World.HostCount}";

    public int Slot => Who % World.MachineCount;

    public string MachineName => $"machine-{Slot}";

    /// <summary>Most steps go well.</summary>
    public Mishap Mishap => What % 16 < Enum.GetValues<Mishap>().Length ? (Mishap)(What % 16) : Mishap.None;

    public Freshness Freshness => (Freshness)(What % 8);

    /// <summary>After which write a process dies: mostly after none.</summary>
    public int DiesAtWrite => What / 8 % 8 is var write and < 4 ? write : 0;

    /// <summary>The act in words, for people who read a history.</summary>
    public override string ToString() => Kind switch
    {
        ActKind.EverybodyWorks or ActKind.CoreWorks or ActKind.MoveStarts or ActKind.MoveGoesOn or ActKind.ClusterIsPaused or ActKind.ClusterIsUnpaused => $"{Kind}",
        ActKind.AgentTakesTurn => $"{Kind}: {HostName} through gateway {How % 2}{(Mishap == Mishap.None ? "" : $", and {Mishap}")}",
        ActKind.AgentConnects => $"{Kind}: {HostName} to gateway {How % 2}",
        ActKind.GatewayWrites => $"{Kind}: gateway {How % 2} about {HostName}, fresh: {Freshness}{(DiesAtWrite == 1 ? ", dies between labels and status" : "")}",
        ActKind.GatewayHangsUp or ActKind.ImpostorShowsEvidence => $"{Kind}: gateway {How % 2}, {HostName}",
        ActKind.LeaderReconcilesHost => $"{Kind}: leader {How % 2}, {HostName}, fresh: {Freshness}{Death}",
        ActKind.LeaderReconcilesMachine => $"{Kind}: leader {How % 2}, {MachineName}, fresh: {Freshness}{Death}",
        ActKind.MachineIsMade or ActKind.MachineVersionIsSet => $"{Kind}: {MachineName}, version {What % 4}",
        ActKind.MachineIsDeleted => $"{Kind}: {MachineName}",
        ActKind.HostVersionIsSet => $"{Kind}: {HostName}, version {What % 4}",
        _ => $"{Kind}: {HostName}",
    };

    private string Death => DiesAtWrite == 0 ? "" : $", dies after write {DiesAtWrite}";
}
