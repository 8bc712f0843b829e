using ElementalProvider.Agent.Gateway;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.Agent.Tests.Gateway;

public class WireTimesTests
{
    [Theory]
    [InlineData(2, 500_000_000, 2.5)]
    [InlineData(-2, 0, 0)]
    [InlineData(2, -1, 0)]
    public void A_length_is_never_negative(long seconds, int nanos, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), WireTimes.Of(new Duration { Seconds = seconds, Nanos = nanos }));

    [Fact]
    public void A_length_beyond_all_is_the_longest() => Assert.Equal(TimeSpan.MaxValue, WireTimes.Of(new Duration { Seconds = long.MaxValue, Nanos = int.MaxValue }));

    [Fact]
    public void A_moment_is_the_one_that_is_meant() => Assert.Equal(
        new DateTimeOffset(2026, 11, 30, 1, 2, 3, 500, TimeSpan.Zero),
        WireTimes.Of(Timestamp.FromDateTime(new DateTime(2026, 11, 30, 1, 2, 3, 500, DateTimeKind.Utc))));

    [Theory]
    [InlineData(long.MaxValue, 9999)]
    [InlineData(long.MinValue, 1)]
    public void A_moment_beyond_all_is_the_first_or_the_last(long seconds, int year) =>
        Assert.Equal(year, WireTimes.Of(new Timestamp { Seconds = seconds, Nanos = int.MaxValue }).Year);

    [Fact]
    public void A_pause_that_the_server_wants_can_be_waited_for() =>
        Assert.Equal(TimeSpan.FromHours(1), GatewayFailures.Within(new Duration { Seconds = long.MaxValue }));
}
