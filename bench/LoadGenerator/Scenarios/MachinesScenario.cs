using System.Collections.Concurrent;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Cluster;
using ElementalProvider.LoadGenerator.Measuring;
using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>
/// Machines of a ready cluster: each claims a host, has it bootstrapped, finds its node and is provisioned; then all are deleted, and their
/// hosts wiped.
/// </summary>
/// <param name="context">What it works with.</param>
/// <param name="machines">How many.</param>
internal sealed class MachinesScenario(ScenarioContext context, int machines) : IScenario
{
    private readonly ConcurrentDictionary<string, long> _created = new(StringComparer.Ordinal);

    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken)
    {
        await using WorkloadCluster workload = await WorkloadCluster.StartAsync(context.Clock, cancellationToken);
        Fleet fleet = context.CreateFleet("machines", machines, workload);
        MachineSet set = new(context, machines);
        using TimeLimit limit = new(context.Timeout, context.Clock, cancellationToken);
        try
        {
            await limit.WithinAsync(async stop =>
            {
                await context.AssembleAsync(fleet, stop);
                await set.PrepareAsync(workload.Kubeconfig, stop);
            });
            return await MeasureAsync(fleet, set, workload, limit, cancellationToken);
        }
        finally
        {
            await fleet.DisposeAsync();
            await set.CleanUpAsync(cancellationToken);
            await context.CleanUpAsync(fleet, cancellationToken);
        }
    }

    private async Task<MachinesResult> MeasureAsync(
        Fleet fleet, MachineSet set, WorkloadCluster workload, TimeLimit limit, CancellationToken cancellationToken)
    {
        IInformer<ElementalMachine> informer = await context.Cluster.FollowAsync<ElementalMachine>(context.Namespace, cancellationToken);
        using Milestone<ElementalMachine> claimed = new(informer, machines, set.Reached(machine => machine.Spec?.HostRef is not null), context.Clock);
        using Milestone<ElementalMachine> provisioned = new(
            informer, machines, set.Reached(machine => machine.Status?.Initialization?.Provisioned == true), context.Clock);

        context.Progress($"{machines} ElementalMachines are created");
        DateTimeOffset startedAt = context.Clock.GetUtcNow();
        Meter meter = await context.StartMeterAsync(cancellationToken);
        await limit.WithinAsync(async stop =>
        {
            await set.CreateAsync(name => _created[name] = context.Clock.GetTimestamp(), stop);
            await provisioned.All.WaitAsync(stop);
        });
        Measurement cost = await meter.ReadWhenQuietAsync(cancellationToken);
        long workloadRequests = workload.Requests;
        int doubleClaims = informer.Store.List().Where(set.Holds).GroupBy(machine => machine.Spec?.HostRef?.Name, StringComparer.Ordinal)
            .Count(host => host.Key is not null && host.Count() > 1);
        (int reset, double? resetSeconds, Measurement deletionCost) = await DeleteAsync(fleet, set, limit, cancellationToken);
        return new MachinesResult
        {
            StartedAt = startedAt,
            Agents = machines,
            TimedOut = limit.Exceeded,
            Retries = fleet.Counters.Retries,
            StreamsLost = fleet.Counters.StreamsLost,
            Cost = cost,
            Machines = machines,
            Provisioned = provisioned.Reached.Count,
            DoubleClaims = doubleClaims,
            RequestsPerMachine = cost.RequestsPer(machines),
            WorkloadRequestsPerMachine = Math.Round((double)workloadRequests / machines, 2),
            AllProvisionedSeconds = SecondsFrom(_created, provisioned.Reached),
            Claimed = Latency.Of(claimed.Since(_created)),
            ProvisionedLatency = Latency.Of(provisioned.Since(_created)),
            Reset = reset,
            RequestsPerDeletion = deletionCost.RequestsPer(machines),
            AllResetSeconds = resetSeconds,
            DeletionCost = deletionCost,
        };
    }

    private async Task<(int Reset, double? Seconds, Measurement Cost)> DeleteAsync(
        Fleet fleet, MachineSet set, TimeLimit limit, CancellationToken cancellationToken)
    {
        context.Progress($"{machines} machines are deleted");
        ConcurrentDictionary<string, long> deleted = new(StringComparer.Ordinal);
        using Milestone<ElementalHost> gone = new(
            await context.FollowHostsAsync(cancellationToken), machines, HostMilestones.Gone(fleet), context.Clock);
        Meter meter = await context.StartMeterAsync(cancellationToken);
        await limit.WithinAsync(async stop =>
        {
            await set.DeleteAsync(name => deleted[name] = context.Clock.GetTimestamp(), stop);
            await gone.All.WaitAsync(stop);
        });
        return (gone.Reached.Count, SecondsFrom(deleted, gone.Reached), await meter.ReadWhenQuietAsync(cancellationToken));
    }

    private double? SecondsFrom(IReadOnlyDictionary<string, long> starts, IReadOnlyDictionary<string, long> ends) =>
        starts.Count == 0 || ends.Count == 0
            ? null
            : Math.Round(context.Clock.GetElapsedTime(starts.Values.Min(), ends.Values.Max()).TotalSeconds, 2);
}
