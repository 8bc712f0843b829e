namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>The simulated hosts of one run.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private readonly AgentChannels _channels;
    private readonly TimeProvider _clock;

    /// <summary>Makes the hosts; nothing connects yet.</summary>
    /// <param name="endpoint">Where they register.</param>
    /// <param name="prefix">What their names begin with.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="sharedConnections">Connections they share; 0 gives each its own.</param>
    /// <param name="room">What becomes of bootstrapped hosts.</param>
    /// <param name="clock">The time.</param>
    public Fleet(AgentEndpoint endpoint, string prefix, int size, int sharedConnections, IMachineRoom room, TimeProvider clock)
    {
        _clock = clock;
        _channels = new AgentChannels(endpoint, sharedConnections);
        Agents = [.. Enumerable.Range(0, size).Select(Create)];

        SimulatedAgent Create(int number)
        {
            AgentIdentity identity = new($"{prefix}{number:D5}");
            return new SimulatedAgent(identity, new GatewayCalls(endpoint, identity, _channels, clock), Counters, room, clock);
        }
    }

    public IReadOnlyList<SimulatedAgent> Agents { get; }

    public FleetCounters Counters { get; } = new();

    /// <summary>Has every agent do something, their starts spread evenly over a time.</summary>
    /// <typeparam name="T">What each results in.</typeparam>
    /// <param name="over">The time; zero starts all of them at once.</param>
    /// <param name="act">What each does.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<T[]> EachAsync<T>(TimeSpan over, Func<SimulatedAgent, Task<T>> act, CancellationToken cancellationToken)
    {
        return Task.WhenAll(Agents.Select((agent, index) => Task.Run(() => StartAsync(agent, index), cancellationToken)));

        async Task<T> StartAsync(SimulatedAgent agent, int index)
        {
            await Task.Delay(over * index / Agents.Count, _clock, cancellationToken);
            return await act(agent);
        }
    }

    /// <summary>Registers and connects every agent at a pace that measures nothing but gets the fleet in place.</summary>
    /// <param name="agentsPerSecond">The pace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task AssembleAsync(int agentsPerSecond, CancellationToken cancellationToken) =>
        EachAsync(TimeSpan.FromSeconds((double)Agents.Count / agentsPerSecond), async agent =>
        {
            await agent.RegisterAsync(cancellationToken);
            return await agent.ConnectAsync(cancellationToken);
        }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Agents.Select(agent => agent.DisposeAsync().AsTask()));
        _channels.Dispose();
    }
}
