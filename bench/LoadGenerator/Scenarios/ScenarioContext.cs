using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Cluster;
using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>What every scenario works with.</summary>
internal sealed record ScenarioContext
{
    public required ManagementCluster Cluster { get; init; }

    public required AgentEndpoint Endpoint { get; init; }

    /// <summary>Namespace of everything that a scenario makes.</summary>
    public required string Namespace { get; init; }

    /// <summary>What the names of this run begin with.</summary>
    public required string Prefix { get; init; }

    /// <summary>Process of the manager, where it runs on this machine.</summary>
    public int? ManagerProcess { get; init; }

    /// <summary>Connections that agents share; 0 gives each its own.</summary>
    public int SharedConnections { get; init; }

    /// <summary>The longest a scenario may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Agents a second that join a fleet which is only set up, not measured.</summary>
    public int AssemblyRate { get; init; } = 150;

    /// <summary>Whether the objects of a scenario stay.</summary>
    public bool Keep { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Tells a person what happens.</summary>
    public required Action<string> Progress { get; init; }

    public Fleet CreateFleet(string scenario, int size, IMachineRoom? room = null) =>
        new(Endpoint, $"{Prefix}-{scenario}-", size, SharedConnections, room ?? new NoCluster(), Clock);

    public Task<Meter> StartMeterAsync(CancellationToken cancellationToken) =>
        Meter.StartAsync(Cluster, ManagerProcess, Clock, cancellationToken);

    public Task<IInformer<ElementalHost>> FollowHostsAsync(CancellationToken cancellationToken) =>
        Cluster.FollowAsync<ElementalHost>(Namespace, cancellationToken);

    /// <summary>Registers and connects a fleet, installs its hosts and waits until nothing more comes of it.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task AssembleAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        Progress($"assembling {fleet.Agents.Count} agents");
        using Milestone<ElementalHost> installed = new(
            await FollowHostsAsync(cancellationToken), fleet.Agents.Count, HostMilestones.Installed(fleet), Clock);
        Meter meter = await StartMeterAsync(cancellationToken);
        await fleet.AssembleAsync(AssemblyRate, cancellationToken);
        await installed.All.WaitAsync(cancellationToken);
        await meter.ReadWhenQuietAsync(cancellationToken);
    }

    /// <summary>Removes the hosts of a fleet whose agents are gone already, unless everything is to stay.</summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task CleanUpAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        if (Keep)
            return;

        Progress($"removing {fleet.Agents.Count} hosts");
        await Parallel.ForEachAsync(fleet.Agents, Parallelism(cancellationToken), async (agent, stop) =>
            await Cluster.DiscardAsync<ElementalHost>(Namespace, agent.Name, stop));
    }

    public static ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken };
}
