using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class TokenBucketTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void A_burst_is_free_and_then_each_token_comes_at_the_rate()
    {
        TokenBucket bucket = new(perSecond: 2, burst: 3, _clock);

        Assert.Equal(
            [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)],
            Enumerable.Range(0, 5).Select(_ => bucket.Reserve()));
    }

    [Fact]
    public void Tokens_come_back_but_never_more_than_the_burst()
    {
        TokenBucket bucket = new(perSecond: 1, burst: 1, _clock);
        Assert.True(bucket.TryTake());
        Assert.False(bucket.TryTake());

        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.True(bucket.TryTake());
        Assert.False(bucket.TryTake());
    }
}
