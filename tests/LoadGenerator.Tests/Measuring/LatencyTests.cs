using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Tests.Measuring;

public class LatencyTests
{
    [Fact]
    public void Percentiles_are_values_that_occurred()
    {
        Latency latency = Latency.Of(Enumerable.Range(1, 200).Reverse().Select(ms => TimeSpan.FromMilliseconds(ms)))!;

        Assert.Equal(new Latency { Count = 200, P50Ms = 100, P99Ms = 198, MaxMs = 200 }, latency);
    }

    [Fact]
    public void One_value_is_every_percentile() =>
        Assert.Equal(new Latency { Count = 1, P50Ms = 1.23, P99Ms = 1.23, MaxMs = 1.23 }, Latency.Of([TimeSpan.FromMicroseconds(1234)]));

    [Fact]
    public void Nothing_has_no_latency() => Assert.Null(Latency.Of([]));
}
