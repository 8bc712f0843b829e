using System.Collections.Concurrent;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>Every connection of a fleet is cut at once, and the agents are back within a second.</summary>
/// <param name="context">What it works with.</param>
/// <param name="agents">How many.</param>
/// <param name="arrival">The time over which they come back.</param>
internal sealed class ReconnectScenario(ScenarioContext context, int agents, TimeSpan arrival) : IScenario
{
    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        Fleet fleet = context.CreateFleet("reconnect", agents);
        using TimeLimit limit = new(context.Timeout, context.Clock, cancellationToken);
        try
        {
            await limit.WithinAsync(stop => context.AssembleAsync(fleet, stop));
            return await MeasureAsync(fleet, limit, cancellationToken);
        }
        finally
        {
            await fleet.DisposeAsync();
            await context.CleanUpAsync(fleet, cancellationToken);
        }
    }

    private async Task<ReconnectResult> MeasureAsync(Fleet fleet, TimeLimit limit, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, int> retriesBefore = fleet.Counters.Retries;
        ConcurrentBag<TimeSpan> served = [];
        context.Progress($"{agents} agents lose their connections and come back within {arrival.TotalSeconds} s");
        await Task.WhenAll(fleet.Agents.Select(agent => agent.CutAsync()));

        DateTimeOffset startedAt = context.Clock.GetUtcNow();
        Meter meter = await context.StartMeterAsync(cancellationToken);
        await limit.WithinAsync(stop => fleet.EachAsync(arrival, async agent =>
        {
            TimeSpan time = await agent.ConnectAsync(stop);
            served.Add(time);
            return time;
        }, stop));
        Measurement cost = await meter.ReadWhenQuietAsync(cancellationToken);
        return new ReconnectResult
        {
            StartedAt = startedAt,
            Agents = agents,
            TimedOut = limit.Exceeded,
            Retries = fleet.Counters.RetriesSince(retriesBefore),
            StreamsLost = fleet.Counters.StreamsLost,
            Cost = cost,
            ArrivalSeconds = arrival.TotalSeconds,
            Reconnected = served.Count,
            RequestsPerHost = cost.RequestsPer(agents),
            Served = Latency.Of(served),
        };
    }
}
