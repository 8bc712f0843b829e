using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>A world without mishaps: everybody gets their turn, and in the end there is nothing left to do.</summary>
internal static class Calm
{
    private const int MostRounds = 60;
    private const int TurnsOfAnAgent = 4;

    private static readonly TimeSpan TimeOfARound = TimeSpan.FromSeconds(31);

    /// <summary>Ends what people have begun, then lets everybody work until nothing changes any more.</summary>
    public static void Settle(World world)
    {
        End(world);
        int quiet = 0;
        for (int round = 0; quiet < 2; round++)
        {
            if (round == MostRounds)
                throw new InvariantException($"I7: no rest after {MostRounds} rounds: {Explain(world)}");

            string before = Fingerprint(world);
            Round(world);
            foreach (PhysicalHost host in world.Hosts.Where(host => host is { IsIdle: true, IsDead: false }))
                host.Boot(recoveryFails: false);
            quiet = Fingerprint(world) == before ? quiet + 1 : 0;
        }
    }

    /// <summary>One turn for everybody.</summary>
    public static void Round(World world)
    {
        world.Api.Clock.Now += TimeOfARound;
        Leader leader = world.Leaders[0];
        leader.CatchUp(Freshness.All);
        foreach (string machine in leader.KnownMachines)
            leader.Reconcile(each => each.ReconcileMachine(machine), diesAtWrite: 0);
        foreach (string host in leader.KnownHosts)
            leader.Reconcile(each => each.ReconcileHost(host), diesAtWrite: 0);
        world.Person.BeCore();
        foreach (PhysicalHost host in world.Hosts.Where(host => !host.IsDead))
            Live(world, host, world.Gateways[0]);
    }

    private static void Live(World world, PhysicalHost host, Gateway gateway)
    {
        gateway.CatchUp(Freshness.All);
        host.ExecuteBootstrap();
        for (int turn = 0; turn < TurnsOfAnAgent; turn++)
        {
            host.TakeTurn(gateway, Mishap.None);
            host.Connect(gateway);
            host.Listen();
        }

        host.Tell();
        gateway.CatchUp(Freshness.All);
        gateway.WriteReport(host.Name, diesInBetween: false);
    }

    private static void End(World world)
    {
        while (world.Mover.IsMoving)
            world.Mover.TakeStep();
        world.Person.PauseCluster(false);
        foreach (PhysicalHost host in world.Hosts)
        {
            host.Os.FailingBoots = 0;
            world.Person.PauseHost(host.Name, false);
            foreach (Gateway gateway in world.Gateways)
                gateway.HangUp(host.Name);
            if (host.IsDead && world.Api.Hosts.Find(host.Name) is not null)
            {
                world.Person.DeleteHost(host.Name);
                world.Person.Detach(host.Name);
            }
        }
    }

    private static string Fingerprint(World world) =>
        world.Api.Clock.Version + string.Concat(world.Hosts.Select(host => $" {host.BootId} {host.State} {host.Key?.Length} {host.Journal}"));

    private static string Explain(World world) =>
        string.Join("; ", world.Api.Hosts.All.Select(host => $"{host.Metadata.Name} {host.Status?.Phase} needs reset {host.MustReset()}"));
}
