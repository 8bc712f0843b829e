using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Tests;

public class BackoffTests
{
    private static readonly Backoff UpTo10 = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    [InlineData(5, 10)]
    [InlineData(1000, 10)]
    [InlineData(int.MaxValue, 10)]
    public void A_wait_doubles_with_each_failure_up_to_its_bound(int failures, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), UpTo10.After(failures));

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0.5, 6)]
    [InlineData(1, 8)]
    public void It_is_spread_over_its_second_half(double random, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), UpTo10.After(4, random));

    [Fact]
    public void A_bound_below_the_first_wait_holds_from_the_start() =>
        Assert.Equal(TimeSpan.FromSeconds(3), new Backoff(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3)).After(1));

    [Fact]
    public void A_bound_that_is_never_reached_leaves_room_for_every_count() =>
        Assert.True(new Backoff(TimeSpan.FromMilliseconds(5), TimeSpan.MaxValue).After(int.MaxValue) > TimeSpan.FromDays(1000));
}
