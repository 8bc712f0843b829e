using System.Collections.Concurrent;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Cluster;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>Agents that register at the same time: register, report the installation, become Ready.</summary>
/// <param name="context">What it works with.</param>
/// <param name="agents">How many.</param>
/// <param name="arrival">The time over which they arrive.</param>
internal sealed class RegisterScenario(ScenarioContext context, int agents, TimeSpan arrival) : IScenario
{
    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        Fleet fleet = context.CreateFleet("register", agents);
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

    private async Task<RegisterResult> MeasureAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        IInformer<ElementalHost> hosts = await context.FollowHostsAsync(cancellationToken);
        int hostsBefore = hosts.Store.Count;
        using Milestone<ElementalHost> installed = new(hosts, agents, HostMilestones.Installed(fleet), context.Clock);
        using Milestone<ElementalHost> ready = new(hosts, agents, HostMilestones.Ready(fleet), context.Clock);
        ConcurrentDictionary<string, long> starts = new(StringComparer.Ordinal);
        ConcurrentBag<TimeSpan> registered = [];

        context.Progress($"{agents} agents register within {arrival.TotalSeconds} s");
        DateTimeOffset startedAt = context.Clock.GetUtcNow();
        long begin = context.Clock.GetTimestamp();
        Meter meter = await context.StartMeterAsync(cancellationToken);
        using TimeLimit limit = new(context.Timeout, context.Clock, cancellationToken);
        await limit.WithinAsync(async stop =>
        {
            await fleet.EachAsync(arrival, async agent =>
            {
                long start = starts[agent.Name] = context.Clock.GetTimestamp();
                await agent.RegisterAsync(stop);
                registered.Add(context.Clock.GetElapsedTime(start));
                return await agent.ConnectAsync(stop);
            }, stop);
            await ready.All.WaitAsync(stop);
        });
        Measurement cost = await meter.ReadWhenQuietAsync(cancellationToken);

        HashSet<string> names = HostMilestones.Names(fleet);
        return new RegisterResult
        {
            StartedAt = startedAt,
            Agents = agents,
            TimedOut = limit.Exceeded,
            Retries = fleet.Counters.Retries,
            StreamsLost = fleet.Counters.StreamsLost,
            Cost = cost,
            ArrivalSeconds = arrival.TotalSeconds,
            HostsCreated = hosts.Store.Count - hostsBefore,
            HostsInstalled = installed.Reached.Count,
            HostsReady = ready.Reached.Count,
            Orphans = Math.Max(0, hosts.Store.Count - hostsBefore - hosts.Store.List().Count(host => names.Contains(host.Metadata.Name!))),
            RequestsPerHost = cost.RequestsPer(agents),
            HostsPerMinute = PerMinute(ready.Reached.Values, begin),
            Registered = Latency.Of(registered),
            Installed = Latency.Of(installed.Since(starts)),
            Ready = Latency.Of(ready.Since(starts)),
        };
    }

    private double? PerMinute(IEnumerable<long> reached, long begin)
    {
        long[] times = [.. reached];
        return times.Length == 0 ? null : Math.Round(times.Length / context.Clock.GetElapsedTime(begin, times.Max()).TotalMinutes);
    }
}
