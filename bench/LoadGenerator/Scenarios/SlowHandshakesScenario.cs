using System.Collections.Concurrent;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Results;
using ElementalProvider.LoadGenerator.Strangers;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>Strangers hold connections without finishing a handshake, and go on; meanwhile agents arrive and register.</summary>
/// <param name="context">What it works with.</param>
/// <param name="agents">How many agents.</param>
/// <param name="arrival">The time over which they arrive.</param>
/// <param name="strangersPerSecond">Connections of strangers a second.</param>
/// <param name="addresses">Addresses that they come from.</param>
internal sealed class SlowHandshakesScenario(ScenarioContext context, int agents, TimeSpan arrival, int strangersPerSecond, int addresses) : IScenario
{
    /// <summary>As long as the most patient of servers waits: what a connection can hold is held by then.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(12);

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        Fleet fleet = context.CreateFleet("slow", agents);
        try
        {
            return await MeasureAsync(fleet, cancellationToken);
        }
        finally
        {
            await fleet.DisposeAsync();
            await context.CleanUpAsync(fleet, cancellationToken);
        }
    }

    private async Task<SlowHandshakesResult> MeasureAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        ConcurrentBag<TimeSpan> registered = [];
        Attack attack = new(context.Endpoint.GatewayAddress, addresses, context.Clock);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        context.Progress($"{strangersPerSecond} strangers a second from {addresses} addresses; after {Before.TotalSeconds} s {agents} agents arrive within {arrival.TotalSeconds} s");
        DateTimeOffset startedAt = context.Clock.GetUtcNow();
        Meter meter = await context.StartMeterAsync(cancellationToken);
        Task attacking = attack.RunAsync(strangersPerSecond, over.Token);
        using TimeLimit limit = new(context.Timeout, context.Clock, cancellationToken);
        await limit.WithinAsync(async stop =>
        {
            await Task.Delay(Before, context.Clock, stop);
            await fleet.EachAsync(arrival, async agent =>
            {
                long start = context.Clock.GetTimestamp();
                await agent.RegisterAsync(stop);
                registered.Add(context.Clock.GetElapsedTime(start));
                return true;
            }, stop);
        });
        int dropped = attack.Dropped;
        await over.CancelAsync();
        await attacking;
        return new SlowHandshakesResult
        {
            StartedAt = startedAt,
            Agents = agents,
            TimedOut = limit.Exceeded,
            Retries = fleet.Counters.Retries,
            StreamsLost = fleet.Counters.StreamsLost,
            Cost = await meter.ReadWhenQuietAsync(cancellationToken),
            ArrivalSeconds = arrival.TotalSeconds,
            StrangersPerSecond = strangersPerSecond,
            StrangersAddresses = addresses,
            Strangers = attack.Connections,
            StrangersDropped = dropped,
            StrangersHeld = attack.MostHeld,
            Registered = Latency.Of(registered),
        };
    }
}
