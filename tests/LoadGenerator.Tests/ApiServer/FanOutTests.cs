using ElementalProvider.LoadGenerator.ApiServer;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.LoadGenerator.Tests.ApiServer;

public class FanOutTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void A_delay_is_counted_from_the_answer_to_each_watcher()
    {
        FanOut round = new(after: 100, writes: 1, watchers: 2, _clock);
        round.Answered(105);
        _clock.Advance(TimeSpan.FromMilliseconds(3));
        round.Seen(0, 105);
        _clock.Advance(TimeSpan.FromMilliseconds(4));
        Assert.False(round.EverywhereAsync(105).IsCompleted);
        round.Seen(1, 105);

        Assert.Equal([3, 7], round.Delays().Select(delay => delay.TotalMilliseconds));
        Assert.True(round.EverywhereAsync(105).IsCompletedSuccessfully);
        Assert.True(round.Complete.IsCompletedSuccessfully);
    }

    [Fact]
    public void An_event_that_overtakes_the_answer_counts_as_zero()
    {
        FanOut round = new(after: 100, writes: 1, watchers: 1, _clock);
        round.Seen(0, 101);
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        round.Answered(101);

        Assert.Equal([TimeSpan.Zero], round.Delays());
    }

    [Fact]
    public void What_happened_before_does_not_count_and_what_is_missing_does()
    {
        FanOut round = new(after: 100, writes: 2, watchers: 3, _clock);
        round.Seen(0, 100);
        round.Seen(0, 101);

        Assert.Equal(5, round.Missing);
        Assert.False(round.Complete.IsCompleted);
    }
}
