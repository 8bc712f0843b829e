using ElementalProvider.Agent.Signals;
using FsCheck;
using FsCheck.Fluent;

namespace ElementalProvider.Agent.Tests.Signals;

public class FullJitterBackoffTests
{
    [Fact]
    public void Every_pause_is_below_a_ceiling_that_doubles_up_to_the_cap() => Prop.ForAll(
        Gen.Choose(0, 999).Select(permille => permille / 1000.0).NonEmptyListOf().ToArbitrary(),
        randoms =>
        {
            Queue<double> numbers = new(randoms);
            FullJitterBackoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), numbers.Dequeue);
            return randoms.Select((random, index) => (Pause: backoff.Next(), Ceiling: Math.Min(60, Math.Pow(2, Math.Min(index, 10))), random))
                .All(next => Math.Abs(next.Pause.TotalSeconds - (next.Ceiling * next.random)) < 1e-6);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void After_a_reset_it_begins_again()
    {
        FullJitterBackoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), () => 0.5);
        backoff.Next();
        backoff.Next();
        backoff.Reset();

        Assert.Equal(TimeSpan.FromMilliseconds(500), backoff.Next());
    }

    [Fact]
    public void A_cap_below_the_first_ceiling_holds_from_the_start() =>
        Assert.Equal(TimeSpan.FromMilliseconds(5), new FullJitterBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(10), () => 0.5).Next());
}
