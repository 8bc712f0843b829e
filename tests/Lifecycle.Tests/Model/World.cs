namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Everything there is: an API server, managers, gateways, computers with their agents, and people.</summary>
internal sealed class World
{
    public const int HostCount = 2;
    public const int MachineCount = 2;

    private readonly Keys _keys;
    private int _nextKey;

    public World(Rules rules, Coverage coverage, Keys keys)
    {
        (Rules, _keys) = (rules, keys);
        Watch = new Watch(this, coverage);
        Leaders = [new Leader(this), new Leader(this)];
        Gateways = [new Gateway(this), new Gateway(this)];
        Hosts = [.. Enumerable.Range(0, HostCount).Select(number => new PhysicalHost(this, $"host-{number}"))];
        Person = new Person(this);
        Mover = new Mover(this);
        // Nobody works before their caches have been filled once.
        foreach (Leader leader in Leaders)
            leader.CatchUp(Freshness.All);
        foreach (Gateway gateway in Gateways)
            gateway.CatchUp(Freshness.All);
    }

    public Rules Rules { get; }

    public ApiServer Api { get; } = new();

    public Watch Watch { get; }

    /// <summary>The manager that leads, and one that still holds itself for the leader.</summary>
    public IReadOnlyList<Leader> Leaders { get; }

    public IReadOnlyList<Gateway> Gateways { get; }

    public IReadOnlyList<PhysicalHost> Hosts { get; }

    public Person Person { get; }

    public Mover Mover { get; }

    public string NextKey() => _keys[_nextKey++];
}
