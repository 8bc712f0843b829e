using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>Connected hosts with nothing to do, for a while.</summary>
/// <param name="context">What it works with.</param>
/// <param name="agents">How many.</param>
/// <param name="window">For how long.</param>
internal sealed class IdleScenario(ScenarioContext context, int agents, TimeSpan window) : IScenario
{
    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        Fleet fleet = context.CreateFleet("idle", agents);
        using TimeLimit limit = new(context.Timeout + window, context.Clock, cancellationToken);
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

    private async Task<IdleResult> MeasureAsync(Fleet fleet, TimeLimit limit, CancellationToken cancellationToken)
    {
        context.Progress($"{agents} agents are idle for {window.TotalSeconds} s");
        DateTimeOffset startedAt = context.Clock.GetUtcNow();
        int lostBefore = fleet.Counters.StreamsLost;
        Meter meter = await context.StartMeterAsync(cancellationToken);
        await Task.Delay(window, context.Clock, cancellationToken);
        Measurement cost = await meter.ReadAsync(cancellationToken);
        return new IdleResult
        {
            StartedAt = startedAt,
            Agents = agents,
            TimedOut = limit.Exceeded,
            Retries = fleet.Counters.Retries,
            StreamsLost = fleet.Counters.StreamsLost - lostBefore,
            Cost = cost,
            WindowSeconds = cost.ElapsedSeconds,
            RequestsInWindow = cost.RequestsPer(1),
            ManagerCpuPercent = cost.Manager is { } manager ? Math.Round(100 * manager.CpuSeconds / cost.ElapsedSeconds, 2) : null,
        };
    }
}
