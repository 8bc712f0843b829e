using System.Collections.Concurrent;
using System.Diagnostics;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Cluster;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>A whole fleet is not there any more: what it costs to say so, and how long that takes.</summary>
/// <param name="context">What it works with.</param>
/// <param name="agents">How many.</param>
/// <param name="replica">Process of the replica that they are connected to, to be killed; null has the agents go away, and come back.</param>
internal sealed class LostScenario(ScenarioContext context, int agents, int? replica) : IScenario
{
    private static readonly TimeSpan Arrival = TimeSpan.FromSeconds(5);

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        Fleet fleet = context.CreateFleet("lost", agents);
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

    private async Task<LostResult> MeasureAsync(Fleet fleet, TimeLimit limit, CancellationToken cancellationToken)
    {
        IInformer<ElementalHost> hosts = await context.FollowHostsAsync(cancellationToken);
        using Milestone<ElementalHost> lost = new(hosts, agents, HostMilestones.Lost(fleet), context.Clock);
        context.Progress(replica is null ? $"{agents} agents go away" : $"the replica of {agents} agents is killed");
        DateTimeOffset startedAt = context.Clock.GetUtcNow();
        Meter meter = await context.StartMeterAsync(cancellationToken);
        Dictionary<string, long> gone = fleet.Agents.ToDictionary(agent => agent.Name, _ => context.Clock.GetTimestamp());
        if (replica is { } process)
            Process.GetProcessById(process).Kill();
        await Task.WhenAll(fleet.Agents.Select(agent => agent.CutAsync()));
        await limit.WithinAsync(stop => lost.All.WaitAsync(stop));
        Measurement cost = await meter.ReadWhenQuietAsync(cancellationToken);
        LostResult result = new()
        {
            StartedAt = startedAt,
            Agents = agents,
            TimedOut = limit.Exceeded,
            Retries = fleet.Counters.Retries,
            StreamsLost = fleet.Counters.StreamsLost,
            Cost = cost,
            ReplicaKilled = replica is not null,
            Lost = lost.Reached.Count,
            RequestsPerHost = cost.RequestsPer(agents),
            UntilLost = Latency.Of(lost.Since(gone)),
        };
        return replica is null ? await ComeBackAsync(fleet, hosts, limit, result, cancellationToken) : result;
    }

    private async Task<LostResult> ComeBackAsync(
        Fleet fleet, IInformer<ElementalHost> hosts, TimeLimit limit, LostResult result, CancellationToken cancellationToken)
    {
        using Milestone<ElementalHost> found = new(hosts, agents, HostMilestones.Connected(fleet), context.Clock);
        context.Progress($"{agents} agents come back within {Arrival.TotalSeconds} s");
        Meter meter = await context.StartMeterAsync(cancellationToken);
        ConcurrentDictionary<string, long> began = new();
        await limit.WithinAsync(stop => fleet.EachAsync(Arrival, agent =>
        {
            began[agent.Name] = context.Clock.GetTimestamp();
            return agent.ConnectAsync(stop);
        }, stop));
        await limit.WithinAsync(stop => found.All.WaitAsync(stop));
        Measurement cost = await meter.ReadWhenQuietAsync(cancellationToken);
        return result with
        {
            TimedOut = limit.Exceeded,
            Found = found.Reached.Count,
            RequestsPerFoundHost = cost.RequestsPer(agents),
            UntilFound = Latency.Of(found.Since(began)),
        };
    }
}
