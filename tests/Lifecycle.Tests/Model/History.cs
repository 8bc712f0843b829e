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
        [ActKind.AgentTakesTurn] = 20,
        [ActKind.AgentConnects] = 5,
        [ActKind.AgentListens] = 7,
        [ActKind.AgentTells] = 7,
        [ActKind.GatewayWrites] = 9,
        [ActKind.LeaderReconcilesHost] = 7,
        [ActKind.LeaderReconcilesMachine] = 10,
        [ActKind.MachineIsMade] = 5,
        [ActKind.MachineVersionIsSet] = 3,
        [ActKind.UpdateIsAllowed] = 3,
        [ActKind.MoveGoesOn] = 8,
        [ActKind.MachineIsDeleted] = 2,
        [ActKind.HostIsDeleted] = 2,
        [ActKind.HostIsDetached] = 2,
    };

    private static readonly Gen<Act> AnyAct =
        from kind in Gen.Frequency(Enum.GetValues<ActKind>().Select(kind => (Weights.GetValueOrDefault(kind, 1), Gen.Constant(kind))))
        from who in Gen.Choose(0, 255)
        from how in Gen.Choose(0, 255)
        from what in Gen.Choose(0, 255)
        select new Act(kind, (byte)who, (byte)how, (byte)what);

    /// <summary>Histories, and shorter ones of the same acts in the same order.</summary>
    public static Arbitrary<History> Any { get; } = Arb.From(
        from length in Gen.Choose(1, MostActs)
        from acts in Gen.ArrayOf(AnyAct, length)
        select new History(acts),
        Shorter);

    /// <summary>Plays the history through, and what follows when nothing goes wrong any more.</summary>
    /// <exception cref="InvariantException">Something happened that must not.</exception>
    public void Play(Rules rules, Coverage coverage, Keys keys)
    {
        World world = new(rules, coverage, keys);
        foreach (Act act in Acts)
            Model.Play.Perform(world, act);

        Calm.Settle(world);
        Verdict.Judge(world);
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
