using ElementalProvider.Api.Elemental;
using ElementalProvider.Lifecycle.Tests.Agents;
using ElementalProvider.Lifecycle.Tests.Api;
using ElementalProvider.Lifecycle.Tests.Managers;
using ElementalProvider.Lifecycle.Tests.Simulation;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>
/// A world without mishaps: everybody gets their turn, and in the end there is nothing left to do. Nobody looks at anything here that they were
/// not woken for, so that a wake-up that is missing shows.
/// </summary>
internal static class Calm
{
    private const int MostRounds = 60;
    private const int MostPasses = 200;
    private const int IdleRounds = 3;

    // A machine is made, claimed, brought to a version, bootstrapped, updated and wiped with fewer.
    private const int MostWrites = 60;

    private static readonly TimeSpan TimeOfARound = TimeSpan.FromSeconds(31);
    private static readonly TimeSpan TimeOfIdling = TimeSpan.FromMinutes(11);

    /// <summary>Ends what people have begun, lets everybody work until nothing changes any more, and judges what has come of it.</summary>
    public static void Settle(World world)
    {
        if (world.Scheduler.Problem is null)
            End(world);
        Rest(world);
        if (world.Scheduler.Problem is null && world.Hosts.Any(host => host.IsOff))
        {
            Verdict.JudgeAbsence(world);
            foreach (PhysicalHost host in world.Hosts.Where(host => host.IsOff))
                host.SwitchOn();
            Rest(world);
        }

        // What held a definition up may be gone by now: a host that was off, a registration that was not let go.
        if (world.Scheduler.Problem is null && world.Api.DeletedKinds.Count > 0)
        {
            ApplyKinds(world);
            Rest(world);
        }

        if (world.Scheduler.Problem is null)
        {
            Verdict.JudgeOrphans(world);
            foreach (string name in World.HostNames)
                world.Person.SayReset(name);
            // The condition of a machine whose host is lost for good says so: its Machine is deleted to replace it.
            for (int slot = 0; slot < World.MachineCount; slot++)
            {
                if (world.Api.Machines.Find($"machine-{slot}")?.Spec?.HostRef?.Name is { } lost && world.Api.Hosts.Find(lost) is null)
                    world.Person.DeleteMachine(slot);
            }

            Rest(world);
        }

        if (world.Scheduler.Problem is not null)
            return;

        Verdict.Judge(world);
        AskAgain(world);
        Rest(world);
        if (world.Scheduler.Problem is null)
            Verdict.JudgeIdleness(world, () => Idle(world));
    }

    /// <summary>A while of everyday life, second by second. Nobody has reason to write again and again.</summary>
    public static void GoOn(World world, int seconds)
    {
        long before = world.Api.Clock.Version;
        world.Watch.BeCalm(true);
        for (int second = 0; second < seconds && world.Scheduler.Problem is null; second++)
        {
            Pass(world, TimeSpan.FromSeconds(1));
            if (world.Api.Clock.Version - before > MostWrites)
                world.Scheduler.Break($"I6: {world.Api.Clock.Version - before} writes within {second} s: {Explain(world)}");
        }

        world.Watch.BeCalm(false);
    }

    /// <summary>One turn for everybody.</summary>
    public static void Round(World world) => Pass(world, TimeOfARound);

    private static void Pass(World world, TimeSpan time)
    {
        world.Scheduler.Advance(time);
        Leader leader = world.Leaders[0];
        for (int pass = 0; world.Scheduler.Problem is null; pass++)
        {
            if (pass == MostPasses)
            {
                world.Scheduler.Break($"I7: no rest within {MostPasses} passes of one round: {Explain(world)}");
                return;
            }

            string before = Fingerprint(world);
            bool isNew = leader.CatchUp(Freshness.All);
            leader.Process.Allow(Process.Freely);
            isNew |= leader.Work();
            foreach (GatewayReplica gateway in world.Gateways)
            {
                isNew |= gateway.CatchUp(Freshness.All);
                gateway.Process.Allow(Process.Freely);
                gateway.Look();
            }

            foreach (PhysicalHost host in world.Hosts.Where(host => !host.IsDead))
                host.GoOn(Process.Freely, default, 0);
            world.Person.BeCore();
            world.Watch.ByNobody(world.Api.CollectGarbage);
            world.Scheduler.RunAll();
            foreach (GatewayReplica gateway in world.Gateways.Where(gateway => !gateway.Process.IsAlive).ToList())
                world.Replace(gateway);
            foreach (PhysicalHost host in world.Hosts)
                host.ExecuteBootstrap();
            world.Scheduler.RunAll();
            if (!isNew && Fingerprint(world) == before)
                break;
        }

        leader.Process.Hold();
        foreach (PhysicalHost host in world.Hosts)
            host.Rest();
    }

    private static void Rest(World world)
    {
        int quiet = 0;
        for (int round = 0; quiet < 2 && world.Scheduler.Problem is null; round++)
        {
            if (round == MostRounds)
            {
                world.Scheduler.Break($"I7: no rest after {MostRounds} rounds: {Explain(world)}");
                return;
            }

            string before = Fingerprint(world);
            Round(world);
            foreach (PhysicalHost host in world.Hosts.Where(host => host is { IsIdle: true, IsDead: false, IsOff: false }))
                host.Boot(recoveryFails: false);
            quiet = Fingerprint(world) == before ? quiet + 1 : 0;
        }
    }

    /// <summary>A fleet that has nothing to do: time passes, and everybody may look at everything again.</summary>
    private static void Idle(World world)
    {
        for (int round = 0; round < IdleRounds; round++)
        {
            world.Scheduler.Advance(TimeOfIdling);
            world.Leaders[0].Relist();
            foreach (string name in World.HostNames)
                world.Leaders[0].ReconcileHost(name);
            for (int slot = 0; slot < World.MachineCount; slot++)
                world.Leaders[0].ReconcileMachine($"machine-{slot}");
            Round(world);
        }
    }

    private static void End(World world)
    {
        while (world.Mover.IsMoving)
            world.Mover.TakeStep();
        world.Api.CutOff.Clear();
        foreach (PhysicalHost host in world.Hosts)
            host.GiveUpTypedReset();
        foreach (string cluster in ApiServer.ClusterNames)
        {
            world.Person.PauseCluster(cluster, false);
            world.Person.ProvisionCluster(cluster);
        }

        foreach (GatewayReplica gateway in world.Gateways.ToList())
        {
            gateway.Process.Allow(Process.Freely);
            world.Scheduler.RunAll();
        }

        // What the other manager was about to do lands late, and then it is gone.
        world.Leaders[1].Process.Allow(Process.Freely);
        world.Scheduler.RunAll();
        world.Replace(world.Leaders[1]);
        foreach (PhysicalHost host in world.Hosts)
        {
            host.Os.FailingBoots = 0;
            world.Person.PauseHost(host.Name, false);
            if (host.IsDead && world.Api.Hosts.Find(host.Name) is not null)
            {
                world.Person.DeleteHost(host.Name);
                world.Person.Detach(host.Name);
            }
        }

        world.Scheduler.Advance(HostStreamLine.PingPatience + TimeOfARound);
        ApplyKinds(world);
    }

    /// <summary>
    /// A definition that was deleted is applied again once everything of the kind is gone, and the registration is made again. A host that is to
    /// wipe itself and is switched off holds that up, until it is switched on; one that waits with its registration, until that is gone.
    /// </summary>
    private static void ApplyKinds(World world)
    {
        for (string? before = null; world.Api.DeletedKinds.Count > 0 && before != Fingerprint(world) && world.Scheduler.Problem is null;)
        {
            before = Fingerprint(world);
            Round(world);
            foreach (string kind in world.Api.DeletedKinds.ToList())
                world.Person.ApplyKind(kind);
        }

        world.Person.ForceRegistration();
    }

    /// <summary>People take the leave for what failed away and give it again: that is how they ask for another try.</summary>
    private static void AskAgain(World world)
    {
        List<string> failed = [.. world.Api.Hosts.All.Where(host => Verdict.HasFailed(world, host)).Select(host => host.Metadata.Name!)];
        if (failed.Count == 0)
            return;

        world.Watch.Trace?.Invoke($"--- asking again for {string.Join(", ", failed)}");
        foreach (string name in failed)
            world.Person.TakeBack(name);
        // The controllers see it; the hosts never do, as they are told the whole of it at once.
        Leader leader = world.Leaders[0];
        leader.Process.Allow(Process.Freely);
        while (leader.CatchUp(Freshness.All) | leader.Work())
            world.Scheduler.RunAll();
        leader.Process.Hold();
        foreach (string name in failed)
            world.Person.GiveAgain(name);
        Rest(world);
        foreach (string name in failed)
            Verdict.JudgeSecondTry(world, name);
    }

    private static string Fingerprint(World world) => world.Api.Clock.Version + string.Concat(world.Hosts.Select(
        host => $" {host.BootId} {host.Starts} {host.State} {host.Key?.Length} {host.Journal} {host.Lines.Count} {host.IsIdle}"));

    private static string Explain(World world) => string.Join("; ", world.Api.Hosts.All.Select(host =>
        $"{host.Metadata.Name} {host.Status?.Phase} needs reset {host.MustReset()} version {host.Metadata.ResourceVersion} journal {world.Hosts.First(each => each.Name == host.Metadata.Name).Journal}"));
}
