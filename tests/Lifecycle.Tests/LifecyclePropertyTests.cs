using ElementalProvider.Lifecycle.Tests.Model;
using Xunit.Abstractions;

namespace ElementalProvider.Lifecycle.Tests;

/// <summary>
/// The decisions of agent, gateway and controllers against a model of everything around them. A run plays the same histories every time; others,
/// or more of them, are played with these environment variables:
/// <list type="bullet">
/// <item><c>ELEMENTAL_LIFECYCLE_HISTORIES</c>: how many, instead of 20 000;</item>
/// <item><c>ELEMENTAL_LIFECYCLE_SEED</c>: the seed that they are drawn by. The test's output names it.</item>
/// </list>
/// </summary>
public sealed class LifecyclePropertyTests(ITestOutputHelper output)
{
    private const int UsualHistories = 20_000;
    private const ulong UsualSeed = 20261121;

    /// <summary>The reset is called off: the host is paused after it was told, and before it wrote that down. Chance hardly ever gets there.</summary>
    private static readonly History CalledOff = new(
    [
        new Act(ActKind.EverybodyWorks),
        new Act(ActKind.EverybodyWorks),
        new Act(ActKind.EverybodyWorks),
        new Act(ActKind.HostIsDeleted),
        new Act(ActKind.GatewayWrites, What: (byte)Freshness.All),
        new Act(ActKind.AgentListens),
        new Act(ActKind.AgentTakesTurn, What: (byte)Mishap.DiesBeforeTheNote),
        new Act(ActKind.HostIsPaused),
        new Act(ActKind.EverybodyWorks),
    ]);

    [Fact]
    public void Whatever_happens_in_whatever_order_no_invariant_breaks_and_everything_comes_to_rest()
    {
        int histories = int.TryParse(Environment.GetEnvironmentVariable("ELEMENTAL_LIFECYCLE_HISTORIES"), out int wanted) ? wanted : UsualHistories;
        ulong seed = ulong.TryParse(Environment.GetEnvironmentVariable("ELEMENTAL_LIFECYCLE_SEED"), out ulong given) ? given : UsualSeed;
        output.WriteLine($"{histories} histories by the seed {seed}");
        Search search = new(new Rules());

        Assert.Null(search.Problem(CalledOff));
        Finding? finding = search.Run(histories, seed);

        Assert.True(finding is null, finding?.ToString());
        Assert.Empty(search.Coverage.Missing.Select(row => row.Event));
    }
}
