using System.Collections.Immutable;
using ElementalProvider.DevCluster.ApiServer.Faults;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Faults;

public sealed class FaultChoiceTests
{
    private static readonly Fault Slow = new() { Kind = FaultKind.Latency, Delay = TimeSpan.FromSeconds(1) };
    private static readonly Fault Broken = new() { Kind = FaultKind.InternalError };
    private static readonly Fault Contested = new() { Kind = FaultKind.Conflict };

    [Fact]
    public void Latencies_add_up_and_of_the_others_the_first_wins() =>
        Assert.Equal([Slow, Broken, Slow], Next([Slow, Broken, Contested, Slow]).Befalls);

    [Theory]
    [InlineData("get", false)]
    [InlineData("list", false)]
    [InlineData("watch", false)]
    [InlineData("patch", true)]
    [InlineData("create", true)]
    public void Only_a_write_can_conflict(string verb, bool conflicts) => Assert.Equal(conflicts, Next([Contested], verb).Befalls.Count == 1);

    [Fact]
    public void A_fault_concerns_what_it_names()
    {
        Fault fault = Broken with { Verbs = ["patch"], Resource = "widgets", Client = "manager" };

        Assert.Single(Next([fault], "patch", "widgets", "manager").Befalls);
        Assert.Empty(Next([fault], "get", "widgets", "manager").Befalls);
        Assert.Empty(Next([fault], "patch", "secrets", "manager").Befalls);
        Assert.Empty(Next([fault], "patch", "widgets", "kubectl").Befalls);
    }

    [Fact]
    public void A_share_is_drawn()
    {
        Fault half = Broken with { Share = 0.5 };

        Assert.Single(Next([half], draw: 0.49).Befalls);
        Assert.Empty(Next([half], draw: 0.5).Befalls);
    }

    [Fact]
    public void A_fault_is_over_when_it_has_happened_often_enough()
    {
        ImmutableList<ActiveFault> active = [new ActiveFault(1, Broken with { Times = 2 }, 0)];
        int happened = 0;
        for (int request = 0; request < 5; request++)
        {
            (ImmutableList<Fault> befalls, active) = FaultChoice.Next(active, "get", "widgets", "kubectl", () => 0);
            happened += befalls.Count;
        }

        Assert.Equal(2, happened);
        Assert.Empty(active);
    }

    [Fact]
    public void A_fault_lets_pass_as_many_as_asked_for_and_only_of_those_that_it_concerns()
    {
        ImmutableList<ActiveFault> active = [new ActiveFault(1, Broken with { Verbs = ["patch"], After = 2, Times = 1 }, 0)];
        var befallen = new List<int>();
        string[] verbs = ["patch", "get", "patch", "get", "patch", "patch"];
        for (int request = 0; request < verbs.Length; request++)
        {
            (ImmutableList<Fault> befalls, active) = FaultChoice.Next(active, verbs[request], "widgets", "kubectl", () => 0);
            if (!befalls.IsEmpty)
                befallen.Add(request);
        }

        Assert.Equal([4], befallen);
    }

    [Fact]
    public void A_negative_number_to_let_pass_is_refused() => Assert.Equal("after must be at least 0, not -1", (Broken with { After = -1 }).Refuse());

    [Theory]
    [InlineData(FaultKind.InternalError, 0, 1, 1, "share must be above 0 and up to 1, not 0")]
    [InlineData(FaultKind.InternalError, 1.5, 1, 1, "share must be above 0 and up to 1, not 1.5")]
    [InlineData(FaultKind.InternalError, 1, 0, 1, "times must be at least 1, not 0")]
    [InlineData(FaultKind.TooManyRequests, 1, 1, 0, "retry-after must be at least a second")]
    [InlineData(FaultKind.Latency, 1, 1, 1, "a latency needs a delay above zero")]
    public void What_makes_no_sense_is_refused(FaultKind kind, double share, int times, int retryAfter, string reason) =>
        Assert.Equal(reason, new Fault { Kind = kind, Share = share, Times = times, RetryAfter = TimeSpan.FromSeconds(retryAfter) }.Refuse());

    private static (ImmutableList<Fault> Befalls, ImmutableList<ActiveFault> Left) Next(
        IEnumerable<Fault> faults, string verb = "patch", string resource = "widgets", string client = "kubectl", double draw = 0) =>
        FaultChoice.Next([.. faults.Select((fault, index) => new ActiveFault(index, fault, 0))], verb, resource, client, () => draw);
}
