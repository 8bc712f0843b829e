using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Identity;
using ElementalProvider.Agent.Configuration;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Lifecycle.Tests.Agents;
using ElementalProvider.Lifecycle.Tests.Api;
using ElementalProvider.Lifecycle.Tests.Managers;
using ElementalProvider.Lifecycle.Tests.Simulation;
using Grpc.Core;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Makes acts happen.</summary>
internal static class Play
{
    private static readonly TimeSpan TimeOfAnAct = TimeSpan.FromSeconds(2);

    public static void Perform(World world, Act act)
    {
        world.Watch.Trace?.Invoke($"--- {act}");
        world.Scheduler.Advance(TimeOfAnAct);
        switch (act.Kind)
        {
            case ActKind.EverybodyWorks:
                Calm.Round(world);
                break;
            case ActKind.TimePasses:
                world.Scheduler.Advance(TimeSpan.FromSeconds(1 + (act.HowMuch % 120)));
                break;
            case ActKind.LifeGoesOn:
                Calm.GoOn(world, 1 + (act.HowMuch % 120));
                break;
            case >= ActKind.AgentGoesOn and <= ActKind.HostIsLedElsewhere:
                if (act.Host(world) is { IsOff: true } off)
                    PerformOnHostThatIsOff(act, off);
                else if (!act.Host(world).IsDead)
                    PerformOnHost(act, act.Host(world));
                break;
            case >= ActKind.GatewayHears and <= ActKind.GatewayDies or ActKind.ImpostorShowsEvidence:
                PerformOnGateway(world, act, act.Gateway(world));
                break;
            case >= ActKind.LeaderReconcilesHost and <= ActKind.LeaderDies:
                PerformOnLeader(world, act, act.Leader(world));
                break;
            default:
                PerformByPerson(world, act);
                break;
        }

        world.Scheduler.RunAll();
        // Whoever was shut down or died of a fault is started again.
        foreach (GatewayReplica gateway in world.Gateways.Where(gateway => !gateway.Process.IsAlive).ToList())
            world.Replace(gateway);
        foreach (Leader leader in world.Leaders.Where(leader => !leader.Process.IsAlive).ToList())
            world.Replace(leader);
        world.Scheduler.RunAll();
    }

    private static void PerformOnHostThatIsOff(Act act, PhysicalHost host)
    {
        if (act.Kind == ActKind.HostIsSwitchedOn)
            host.SwitchOn();
        else if (act.Kind == ActKind.HostDies)
            host.Die();
    }

    private static void PerformOnHost(Act act, PhysicalHost host)
    {
        switch (act.Kind)
        {
            case ActKind.AgentGoesOn:
                host.GoOn(act.Calls, act.Fault, act.First);
                break;
            case ActKind.AgentDies:
                host.KillAgent();
                break;
            case ActKind.BootstrapExecutes:
                host.ExecuteBootstrap();
                break;
            case ActKind.PowerFails or ActKind.RecoveryFails:
                host.Boot(recoveryFails: act.Kind == ActKind.RecoveryFails);
                break;
            case ActKind.JournalIsLost:
                host.LoseJournal();
                break;
            case ActKind.HostDies:
                host.Die();
                break;
            case ActKind.NextVersionFailsToBoot:
                host.Os.FailingBoots = 1;
                break;
            case ActKind.HostIsSwitchedOff:
                host.SwitchOff();
                break;
            case ActKind.ResetIsTyped:
                host.TypeReset();
                break;
            case ActKind.TypedResetIsGivenUp:
                host.GiveUpTypedReset();
                break;
            case ActKind.HostIsLedElsewhere:
                host.Move(act.How % 2);
                break;
        }
    }

    private static void PerformOnGateway(World world, Act act, GatewayReplica gateway)
    {
        switch (act.Kind)
        {
            case ActKind.GatewayHears:
                gateway.CatchUp(act.Freshness, act.Events);
                break;
            case ActKind.GatewayIsHeld:
                gateway.Process.Allow(act.Calls, act.Fault);
                break;
            case ActKind.GatewayGoesOn:
                gateway.Process.Allow(Process.Freely);
                break;
            case ActKind.GatewayHangsUp:
                foreach (HostStreamLine line in gateway.Lines.Where(line => line.Computer == act.Host(world)).ToList())
                    line.ServerHangsUp();
                break;
            case ActKind.GatewayRelists:
                gateway.Relist();
                break;
            case ActKind.GatewayLooks:
                gateway.Look();
                break;
            case ActKind.GatewayDrains:
                gateway.Drain();
                break;
            case ActKind.GatewayDies:
                gateway.Process.Kill();
                break;
            case ActKind.ImpostorShowsEvidence:
                ShowFalseEvidence(world, gateway, act.Host(world));
                break;
        }
    }

    private static void PerformOnLeader(World world, Act act, Leader leader)
    {
        switch (act.Kind)
        {
            case ActKind.LeaderReconcilesHost:
                leader.CatchUp(act.Freshness);
                leader.ReconcileHost(act.HostName);
                break;
            case ActKind.LeaderReconcilesMachine:
                leader.CatchUp(act.Freshness);
                leader.ReconcileMachine(act.MachineName);
                break;
            case ActKind.LeaderWorks:
                leader.CatchUp(act.Freshness, act.Events);
                leader.Work();
                break;
            case ActKind.LeaderRelists:
                leader.Relist();
                return;
            case ActKind.LeaderLosesItsLease:
                leader.LoseLease();
                return;
            case ActKind.LeaderDies:
                leader.Process.Kill();
                return;
        }

        leader.Process.Allow(act.Calls, act.Fault, act.First);
        world.Scheduler.RunAll();
        leader.Process.Hold();
    }

    private static void PerformByPerson(World world, Act act)
    {
        switch (act.Kind)
        {
            case ActKind.CoreWorks:
                world.Person.BeCore();
                break;
            case ActKind.ClusterIsProvisioned:
                world.Person.ProvisionCluster(act.Cluster);
                break;
            case ActKind.WorkloadIsCutOff:
                world.Api.CutOff.Add(act.Cluster);
                break;
            case ActKind.WorkloadAnswers:
                world.Api.CutOff.Remove(act.Cluster);
                break;
            case ActKind.MachineIsMade:
                world.Person.MakeMachine(act.Slot, act.What);
                break;
            case ActKind.MachineIsDeleted:
                world.Person.DeleteMachine(act.Slot);
                break;
            case ActKind.MachineVersionIsSet:
                world.Person.SetVersionOfMachine(act.Slot, act.What);
                break;
            case ActKind.HostIsLabelled:
                world.Person.LabelHost(act.HostName);
                break;
            case ActKind.HostIsDeleted:
                world.Person.DeleteHost(act.HostName);
                break;
            case ActKind.HostIsDetached:
                world.Person.Detach(act.HostName);
                break;
            case ActKind.HostVersionIsSet:
                world.Person.SetVersionOfHost(act.HostName, act.What);
                break;
            case ActKind.UpdateIsAllowed or ActKind.UpdateIsForbidden:
                world.Person.AllowUpdate(act.HostName, act.Kind == ActKind.UpdateIsAllowed);
                break;
            case ActKind.HostIsSaidToBeBootstrapped:
                world.Person.SayBootstrapped(act.HostName);
                break;
            case ActKind.ResetIsDenied:
                world.Person.DenyReset(act.HostName);
                break;
            case ActKind.RegistrationIsDeleted or ActKind.RegistrationIsMade:
                world.Person.KeepRegistration(act.Kind == ActKind.RegistrationIsMade);
                break;
            case ActKind.KindIsDeleted:
                world.Person.DeleteKind(act.KindOfObjects);
                break;
            case ActKind.KindIsApplied:
                world.Person.ApplyKind(act.KindOfObjects);
                break;
            case ActKind.GarbageIsCollected:
                world.Watch.ByNobody(world.Api.CollectGarbage);
                break;
            case ActKind.MachineIsLost:
                world.Person.LoseMachine(act.Slot);
                break;
            case ActKind.HostResetIsSaid:
                world.Person.SayReset(act.HostName);
                break;
            case ActKind.ClusterIsPaused or ActKind.ClusterIsUnpaused:
                world.Person.PauseCluster(act.Cluster, act.Kind == ActKind.ClusterIsPaused);
                break;
            case ActKind.HostIsPaused or ActKind.HostIsUnpaused:
                world.Person.PauseHost(act.HostName, act.Kind == ActKind.HostIsPaused);
                break;
            case ActKind.MoveStarts:
                world.Mover.Start();
                break;
            case ActKind.MoveGoesOn:
                world.Mover.TakeStep();
                break;
            default:
                throw new InvalidOperationException($"nobody performs {act.Kind}");
        }
    }

    /// <summary>Somebody on the host, in the system that runs, claims that it was wiped.</summary>
    private static void ShowFalseEvidence(World world, GatewayReplica gateway, PhysicalHost host)
    {
        if (host is not { IsDead: false, Identity: { } key, Goal: not AgentGoal.Reset } || !RegistrationUri.TryParse(ModelKeys.RegistrationUri, out RegistrationUri? uri))
            return;

        ResetEvidence evidence = new() { BootId = host.BootId, RequestedBootId = host.BootId };
        evidence.WipedPaths.Add(ModelOs.WipedPaths);
        DeleteHostRequest request = new() { BootId = host.BootId, Evidence = evidence };
        using HostIdentity identity = new(host.Name, key);
        Metadata headers = new()
        {
            { "elemental-registration", $"{uri.Namespace}/{uri.Name}" },
            { "authorization", $"Bearer {new HostTokenSource(identity, uri, gateway.Process.Clock).GetToken()}" },
        };
        _ = gateway.ServeAsync((service, context) => service.DeleteHost(request, context), headers, CancellationToken.None);
        world.Scheduler.RunAll();
    }
}
