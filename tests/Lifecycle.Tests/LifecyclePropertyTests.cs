using ElementalProvider.Lifecycle.Tests.Model;
using Xunit.Abstractions;

namespace ElementalProvider.Lifecycle.Tests;

/// <summary>
/// The product's agent, gateway and controllers in a model of everything around them. A run plays the same histories every time; others,
/// or more of them, are played with these environment variables:
/// <list type="bullet">
/// <item><c>ELEMENTAL_LIFECYCLE_HISTORIES</c>: how many, instead of the usual;</item>
/// <item><c>ELEMENTAL_LIFECYCLE_SEED</c>: the seed that they are drawn by. The test's output names it.</item>
/// </list>
/// </summary>
public sealed class LifecyclePropertyTests(ITestOutputHelper output)
{
    private const int UsualHistories = 2_500;
    private const ulong UsualSeed = 20261121;

    public static TheoryData<string> Rare => [.. RareHistories.All.Keys];

    [Theory]
    [MemberData(nameof(Rare))]
    public void What_chance_hardly_ever_brings_about_breaks_nothing_either(string history)
    {
        Assert.Null(new Search(new Rules()).Problem(RareHistories.All[history], output.WriteLine));
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_no_invariant_breaks_and_everything_comes_to_rest()
    {
        int histories = int.TryParse(Environment.GetEnvironmentVariable("ELEMENTAL_LIFECYCLE_HISTORIES"), out int wanted) ? wanted : UsualHistories;
        ulong seed = ulong.TryParse(Environment.GetEnvironmentVariable("ELEMENTAL_LIFECYCLE_SEED"), out ulong given) ? given : UsualSeed;
        output.WriteLine($"{histories} histories by the seed {seed}");
        Search search = new(new Rules());

        foreach (History rare in RareHistories.All.Values)
            Assert.Null(search.Problem(rare));
        long start = TimeProvider.System.GetTimestamp();
        Finding? finding = search.Run(histories, seed);
        output.WriteLine($"{TimeProvider.System.GetElapsedTime(start).TotalMilliseconds / histories:F1} ms a history");

        if (finding is not null)
            search.Problem(finding.History, output.WriteLine);
        Assert.True(finding is null, finding?.ToString());
        Assert.Empty(search.Coverage.Missing.Select(row => row.Event));
    }
}
