using ElementalProvider.LoadGenerator.ApiServer;
using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>What came of one round of writes to many watchers.</summary>
/// <param name="Delays">From each answer to each event.</param>
/// <param name="EventsPerSecond">Events that arrived, divided by the time of the round.</param>
/// <param name="Missing">Events that did not arrive in time.</param>
internal sealed record FanOutResult(Latency? Delays, double? EventsPerSecond, long Missing)
{
    /// <summary>Sums up a round; null where the time was up before it began.</summary>
    public static FanOutResult Of(FanOut? round, int writes, int watchers, TimeSpan elapsed)
    {
        long expected = (long)writes * watchers;
        return round is null
            ? new FanOutResult(null, null, expected)
            : new FanOutResult(Latency.Of(round.Delays()), Math.Round((expected - round.Missing) / elapsed.TotalSeconds), round.Missing);
    }
}
