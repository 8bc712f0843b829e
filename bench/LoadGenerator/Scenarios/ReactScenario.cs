using System.Text.Json.Nodes;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Cluster;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>
/// A user asks bootstrapped hosts, one after the other, for another OS version, and then allows the update in place. Measured is how soon the
/// host hears of each.
/// </summary>
/// <param name="context">What it works with.</param>
/// <param name="agents">How many are connected.</param>
/// <param name="changes">How many of them are asked.</param>
internal sealed class ReactScenario(ScenarioContext context, int agents, int changes) : IScenario
{
    private const string VersionKey = "load-version";

    private readonly List<TimeSpan> _osVersion = [];
    private readonly List<TimeSpan> _label = [];
    private readonly List<TimeSpan> _fromSent = [];

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        Fleet fleet = context.CreateFleet("react", agents);
        using TimeLimit limit = new(context.Timeout, context.Clock, cancellationToken);
        try
        {
            await limit.WithinAsync(stop => AssembleBootstrappedAsync(fleet, stop));
            return await MeasureAsync(fleet, limit, cancellationToken);
        }
        finally
        {
            await fleet.DisposeAsync();
            await context.CleanUpAsync(fleet, cancellationToken);
        }
    }

    // A host that is not bootstrapped may be updated at any time; only on the others does the label matter.
    private async Task AssembleBootstrappedAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        foreach (SimulatedAgent agent in fleet.Agents)
            agent.Bootstrapped();

        using Milestone<ElementalHost> bootstrapped = new(
            await context.FollowHostsAsync(cancellationToken), agents, HostMilestones.Bootstrapped(fleet), context.Clock);
        await context.AssembleAsync(fleet, cancellationToken);
        await bootstrapped.All.WaitAsync(cancellationToken);
    }

    private async Task<ReactResult> MeasureAsync(Fleet fleet, TimeLimit limit, CancellationToken cancellationToken)
    {
        context.Progress($"{changes} changes of the OS version and of the in-place label, {agents} agents connected");
        DateTimeOffset startedAt = context.Clock.GetUtcNow();
        Meter meter = await context.StartMeterAsync(cancellationToken);
        await limit.WithinAsync(async stop =>
        {
            for (int change = 0; change < changes; change++)
                await ChangeAsync(fleet.Agents[(int)((long)change * agents / changes) % agents], change, stop);
        });
        return new ReactResult
        {
            StartedAt = startedAt,
            Agents = agents,
            TimedOut = limit.Exceeded,
            Retries = fleet.Counters.Retries,
            StreamsLost = fleet.Counters.StreamsLost,
            Cost = await meter.ReadWhenQuietAsync(cancellationToken),
            Changes = changes,
            OsVersion = Latency.Of(_osVersion),
            InPlaceLabel = Latency.Of(_label),
            FromSent = Latency.Of(_fromSent),
        };
    }

    private async Task ChangeAsync(SimulatedAgent agent, int change, CancellationToken cancellationToken)
    {
        string version = $"{context.Prefix}-{change}";
        JsonObject spec = new() { ["spec"] = new JsonObject { ["osVersionManagement"] = new JsonObject { [VersionKey] = version } } };
        _osVersion.Add(await TimeAsync(agent, spec, directive => Asks(directive, version), cancellationToken));

        JsonObject label = new()
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [HostLabels.InPlaceUpdate] = HostLabels.InPlaceUpdatePending } },
        };
        _label.Add(await TimeAsync(agent, label, directive => Asks(directive, version) && directive.OsVersion.Apply, cancellationToken));
    }

    private async Task<TimeSpan> TimeAsync(
        SimulatedAgent agent, JsonObject patch, Func<HostDirective, bool> isHeard, CancellationToken cancellationToken)
    {
        Task<long> heard = agent.Inbox.NextAsync(isHeard);
        long sent = context.Clock.GetTimestamp();
        await context.Cluster.PatchAsync<ElementalHost>(context.Namespace, agent.Name, patch, cancellationToken);
        long answered = context.Clock.GetTimestamp();
        long arrived = await heard.WaitAsync(cancellationToken);
        _fromSent.Add(context.Clock.GetElapsedTime(sent, arrived));
        return context.Clock.GetElapsedTime(answered, Math.Max(answered, arrived));
    }

    private static bool Asks(HostDirective directive, string version) =>
        directive.OsVersion is { ManagementJson.IsEmpty: false } wanted
        && JsonNode.Parse(wanted.ManagementJson.Span)?[VersionKey]?.GetValue<string>() == version;
}
