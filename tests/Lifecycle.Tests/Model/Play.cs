using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>Makes acts happen.</summary>
internal static class Play
{
    private static readonly TimeSpan TimeOfAnAct = TimeSpan.FromSeconds(2);

    public static void Perform(World world, Act act)
    {
        world.Api.Clock.Now += TimeOfAnAct;
        switch (act.Kind)
        {
            case ActKind.EverybodyWorks:
                Calm.Round(world);
                break;
            case ActKind.AgentTakesTurn or ActKind.AgentConnects or ActKind.AgentListens or ActKind.AgentTells or ActKind.BootstrapExecutes
                or ActKind.AgentDies or ActKind.PowerFails or ActKind.RecoveryFails or ActKind.JournalIsLost or ActKind.HostDies
                or ActKind.NextVersionFailsToBoot:
                if (!act.Host(world).IsDead)
                    PerformOnHost(world, act, act.Host(world));
                break;
            case ActKind.GatewayWrites or ActKind.GatewayHangsUp or ActKind.LeaderReconcilesHost or ActKind.LeaderReconcilesMachine
                or ActKind.ImpostorShowsEvidence:
                PerformOnServer(world, act);
                break;
            default:
                PerformByPerson(world, act);
                break;
        }
    }

    private static void PerformOnHost(World world, Act act, PhysicalHost host)
    {
        switch (act.Kind)
        {
            case ActKind.AgentTakesTurn:
                host.TakeTurn(act.Gateway(world), act.Mishap);
                break;
            case ActKind.AgentConnects:
                host.Connect(act.Gateway(world));
                break;
            case ActKind.AgentListens:
                host.Listen();
                break;
            case ActKind.AgentTells:
                host.Tell();
                break;
            case ActKind.BootstrapExecutes:
                host.ExecuteBootstrap();
                break;
            case ActKind.AgentDies:
                host.KillAgent();
                break;
            case ActKind.PowerFails:
                host.Boot(recoveryFails: false);
                break;
            case ActKind.RecoveryFails:
                host.Boot(recoveryFails: true);
                break;
            case ActKind.JournalIsLost:
                host.LoseJournal();
                break;
            case ActKind.HostDies:
                host.IsDead = true;
                break;
            case ActKind.NextVersionFailsToBoot:
                host.Os.FailingBoots = 1;
                break;
        }
    }

    private static void PerformOnServer(World world, Act act)
    {
        switch (act.Kind)
        {
            case ActKind.GatewayWrites:
                act.Gateway(world).CatchUp(act.Freshness);
                act.Gateway(world).WriteReport(act.HostName, diesInBetween: act.DiesAtWrite == 1);
                break;
            case ActKind.GatewayHangsUp:
                act.Gateway(world).HangUp(act.HostName);
                break;
            case ActKind.LeaderReconcilesHost:
                act.Leader(world).CatchUp(act.Freshness);
                act.Leader(world).Reconcile(leader => leader.ReconcileHost(act.HostName), act.DiesAtWrite);
                break;
            case ActKind.LeaderReconcilesMachine:
                act.Leader(world).CatchUp(act.Freshness);
                act.Leader(world).Reconcile(leader => leader.ReconcileMachine(act.MachineName), act.DiesAtWrite);
                break;
            case ActKind.ImpostorShowsEvidence:
                ShowFalseEvidence(act.Gateway(world), act.Host(world));
                break;
        }
    }

    private static void PerformByPerson(World world, Act act)
    {
        switch (act.Kind)
        {
            case ActKind.CoreWorks:
                world.Person.BeCore();
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
            case ActKind.ClusterIsPaused or ActKind.ClusterIsUnpaused:
                world.Person.PauseCluster(act.Kind == ActKind.ClusterIsPaused);
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
    private static void ShowFalseEvidence(Gateway gateway, PhysicalHost host)
    {
        if (host is not { IsDead: false, Key: { } key, Goal: not Agent.Engine.AgentGoal.Reset } || gateway.Authenticate(host.Name, key).Host is not { } known)
            return;

        ResetEvidence evidence = new() { BootId = host.BootId, RequestedBootId = host.BootId };
        evidence.WipedPaths.Add(ModelOs.WipedPaths);
        gateway.Delete(known, new DeleteHostRequest { BootId = host.BootId, Evidence = evidence }, diesAtWrite: 0);
    }
}
