using ElementalProvider.Lifecycle.Tests.Agents;
using ElementalProvider.Lifecycle.Tests.Api;
using ElementalProvider.Lifecycle.Tests.Managers;
using ElementalProvider.Lifecycle.Tests.Simulation;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Everything there is: an API server, managers, replicas of the gateway, computers with their agents, and people.</summary>
internal sealed class World
{
    public const int HostCount = 2;
    public const int MachineCount = 3;

    private int _nextKey;

    public World(Rules rules, Coverage coverage, ModelKeys keys)
    {
        (Rules, Keys) = (rules, keys);
        Api = new ApiServer(Scheduler, keys);
        Watch = new Watch(this, coverage);
        Leaders = [new Leader(this, 0), new Leader(this, 1)];
        Gateways = [new GatewayReplica(this, 0), new GatewayReplica(this, 1)];
        Hosts = [.. HostNames.Select(name => new PhysicalHost(this, name))];
        Person = new Person(this);
        Mover = new Mover(this);
    }

    public static IReadOnlyList<string> HostNames { get; } = [.. Enumerable.Range(0, HostCount).Select(number => $"host-{number}")];

    public Rules Rules { get; }

    public ModelKeys Keys { get; }

    public Scheduler Scheduler { get; } = new();

    public ApiServer Api { get; }

    public Watch Watch { get; }

    /// <summary>The manager that leads, and one that still holds itself for the leader.</summary>
    public Leader[] Leaders { get; }

    public GatewayReplica[] Gateways { get; }

    public IReadOnlyList<PhysicalHost> Hosts { get; }

    public Person Person { get; }

    public Mover Mover { get; }

    public ModelKeys.ModelKey NextKey() => Keys[_nextKey++];

    /// <summary>A manager dies, with all that it knows and was about to do; the next one lists everything anew.</summary>
    public void Replace(Leader leader)
    {
        leader.Process.Kill();
        Leaders[leader.Number] = new Leader(this, leader.Number);
    }

    /// <summary>A replica dies, if it has not yet, and another takes its place.</summary>
    public void Replace(GatewayReplica gateway)
    {
        gateway.Process.Kill();
        Gateways[gateway.Number] = new GatewayReplica(this, gateway.Number);
    }
}
