using ElementalProvider.Lifecycle.Tests.Api;
using FsCheck;
using FsCheck.Fluent;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>What happens in one run, from a world in which nothing is registered yet.</summary>
internal sealed record History(IReadOnlyList<Act> Acts)
{
    private const int MostActs = 60;

    /// <summary>How often each kind of act happens, for each one of the others.</summary>
    private static readonly Dictionary<ActKind, int> Weights = new()
    {
        [ActKind.EverybodyWorks] = 22,
        [ActKind.AgentGoesOn] = 34,
        [ActKind.GatewayHears] = 10,
        [ActKind.GatewayIsHeld] = 3,
        [ActKind.GatewayGoesOn] = 3,
        [ActKind.HostIsLedElsewhere] = 3,
        [ActKind.LeaderReconcilesHost] = 7,
        [ActKind.LeaderReconcilesMachine] = 10,
        [ActKind.LeaderWorks] = 5,
        [ActKind.LeaderGoesOn] = 7,
        [ActKind.LeaderLosesItsLease] = 2,
        [ActKind.TimePasses] = 3,
        [ActKind.PowerFails] = 3,
        [ActKind.RecoveryFails] = 3,
        [ActKind.MachineIsMade] = 6,
        [ActKind.MachineVersionIsSet] = 3,
        [ActKind.UpdateIsAllowed] = 3,
        [ActKind.MoveGoesOn] = 8,
        [ActKind.MachineIsDeleted] = 2,
        [ActKind.HostIsDeleted] = 3,
        [ActKind.HostIsDetached] = 2,
    };

    private static readonly Gen<Act> AnyAct =
        from kind in Gen.Frequency(Enum.GetValues<ActKind>().Select(kind => (Weights.GetValueOrDefault(kind, 1), Gen.Constant(kind))))
        from who in Gen.Choose(0, 255)
        from how in Gen.Choose(0, 255)
        from what in Gen.Choose(0, 255)
        from howMuch in Gen.Choose(0, 255)
        select new Act(kind, (byte)who, (byte)how, (byte)what, (byte)howMuch);

    private static readonly Gen<History> Drawn =
        from length in Gen.Choose(1, MostActs)
        from acts in Gen.ArrayOf(AnyAct, length)
        select new History(acts);

    /// <summary>Histories, and shorter ones of the same acts in the same order.</summary>
    public static Arbitrary<History> Any { get; } = Arb.From(Drawn, Shorter);

    /// <summary>Histories as they are.</summary>
    public static Arbitrary<History> AnyAsDrawn { get; } = Arb.From(Drawn);

    /// <summary>Plays the history through, and what follows when nothing goes wrong any more.</summary>
    /// <returns>What happened that must not; null for nothing.</returns>
    public string? Play(Rules rules, Coverage coverage, ModelKeys keys, Action<string>? trace = null)
    {
        World world = new(rules, coverage, keys);
        world.Watch.Trace = trace;
        foreach (Act act in Acts.TakeWhile(_ => world.Scheduler.Problem is null))
            Model.Play.Perform(world, act);

        Calm.Settle(world);
        return world.Scheduler.Problem;
    }

    public override string ToString() => string.Join('\n', Acts.Select((act, number) => $"{number + 1,3}. {act}"));

    private static IEnumerable<History> Shorter(History history)
    {
        for (int length = history.Acts.Count / 2; length > 0; length /= 2)
        {
            for (int start = 0; start + length <= history.Acts.Count; start += length)
                yield return new History([.. history.Acts.Take(start), .. history.Acts.Skip(start + length)]);
        }
    }
}
