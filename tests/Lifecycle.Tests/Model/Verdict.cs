using ElementalProvider.Agent.Journaling;
using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Operations;
using ElementalProvider.Lifecycle.Tests.Agents;
using ElementalProvider.Lifecycle.Tests.Managers;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>What must hold once a world has come to rest.</summary>
internal static class Verdict
{
    public static void Judge(World world)
    {
        foreach (ElementalHost host in world.Api.Hosts.All)
            Judge(world, host);
        foreach (ElementalMachine machine in world.Api.Machines.All)
            Judge(world, machine);
        foreach (GatewayReplica gateway in world.Gateways)
            Require(world, !gateway.IsDraining, $"{gateway.Process.Name} is to shut down, and {gateway.Streams} hosts have not gone");
        foreach (PhysicalHost computer in world.Hosts.Where(host => !host.IsDead))
            Require(world, world.Api.Hosts.Find(computer.Name)?.Spec?.PubKey == computer.Key, $"I7: {computer.Name} is not registered");
    }

    /// <summary>What must be known of hosts that somebody has switched off.</summary>
    public static void JudgeAbsence(World world)
    {
        foreach (PhysicalHost computer in world.Hosts.Where(host => host is { IsOff: true, IsDead: false }))
        {
            if (world.Api.Hosts.Find(computer.Name) is not { } host)
                continue;

            Require(world, host.IsAway() && !host.IsFree(), $"the host {computer.Name} is off, and nobody says so");
            Require(
                world,
                Conditions.Find(host.Status?.Conditions, ConditionTypes.Ready) is not { Status: ConditionStatus.True },
                $"the host {computer.Name} is off and said to be ready");
        }
    }

    /// <summary>What lost its object is taken back by the machine that names it; everything else waits for a person.</summary>
    public static void JudgeOrphans(World world)
    {
        foreach (ElementalHost host in world.Api.Hosts.All.Where(HostPredicates.IsOrphan))
        {
            bool isNamed = world.Api.Machines.All.Any(machine =>
                machine.Spec?.HostRef?.Name == host.Metadata.Name && (host.Spec!.OrphanOf!.MachineName ?? machine.Metadata.Name) == machine.Metadata.Name && machine.Metadata.DeletionTimestamp is null);
            Require(world, !isNamed || host.MustReset(), $"I7: the host {host.Metadata.Name} serves {host.Spec!.OrphanOf!.MachineName}, which names it, and is not taken back");
        }
    }

    private static void Judge(World world, ElementalHost host)
    {
        void Require(bool holds, string otherwise) => Verdict.Require(world, holds, otherwise);
        string name = host.Metadata.Name!;
        Require(!host.IsBeingDeleted(), $"I5: the host {name} is still there although it is being deleted");
        Require(!host.MustReset(), $"I7: the host {name} is not reset");
        if (host.Spec?.MachineRef is { } claim)
        {
            Require(
                world.Api.Machines.Find(claim.Name!)?.Spec?.HostRef?.Name == name,
                $"I1: the host {name} says that it serves {claim.Name}, which does not say so");
        }

        PhysicalHost computer = world.Hosts.First(computer => computer.Name == name);
        Require(host.Says(HostLabels.Installed), $"I7: the host {name} is not installed");
        Require(!host.IsAway() && host.Connection() is not null, $"the host {name} is connected, and said to be away");
        Require(
            host.Status?.ConnectedTo == GatewayReplica.NameOf(computer.Route) || computer.IsDead,
            $"the host {name} is connected to the replica {computer.Route}, and said to be to {host.Status?.ConnectedTo}");
        Require(computer.IsDead || computer.IsOff || host.Status?.Phase != HostPhase.Resetting, $"I7: the host {name} says that it is being wiped, and goes on as before");
        Require(
            computer.IsDead || computer.IsOff || host.IsClaimed() || host.IsBootstrapped() == (computer.Journal.Bootstrap == BootstrapStage.Succeeded),
            $"I7: the host {name} serves nobody, and says otherwise of its bootstrap data than its machine");
        JudgeVersion(world, host, computer);
    }

    private static void JudgeVersion(World world, ElementalHost host, PhysicalHost computer)
    {
        void Require(bool holds, string otherwise) => Verdict.Require(world, holds, otherwise);
        string name = host.Metadata.Name!;
        string? reason = Conditions.Find(host.Status?.Conditions, ConditionTypes.OSVersionReady)?.Reason;
        if (host.WantedOsVersion() is not { } wanted)
        {
            Require(reason is not Reasons.WaitingForOSReconcile and not Reasons.InPlaceUpdateNotPending, $"I7: the host {name} says {reason}, and no version is wanted");
            return;
        }

        string hash = Versions.HashOf(wanted);
        string? phase = computer.Journal.Operation is { } known && known.Key.Wanted == hash ? known.Phase : null;
        string expected = phase switch
        {
            OperationPhase.Succeeded => Reasons.OSVersionReconciled,
            OperationPhase.RolledBack => Reasons.RolledBack,
            OperationPhase.Failed => Reasons.OSVersionReconciliationFailed,
            _ => Reasons.InPlaceUpdateNotPending,
        };
        Require(reason == expected, $"I7: the host {name} says {reason} of its OS version, it should be {expected}");
        if (expected == Reasons.OSVersionReconciled)
        {
            Require(computer.Os.RunningVersion == hash, $"I7: the host {name} says that its OS version runs, but it does not");
            Require(
                !host.IsUpdatePending() || host.Spec?.Operation is not { Requester: OperationRequesters.InPlaceUpdate } operation
                || operation.Wanted != hash || HostOperations.IsAnswered(host, operation),
                $"I7: the update of {name} has begun and ended, and is still pending");
        }
        if (expected == Reasons.InPlaceUpdateNotPending)
            Require(host.Says(HostLabels.Bootstrapped) && !host.IsUpdatePending(), $"I7: the host {name} does not apply its OS version");
    }

    private static void Judge(World world, ElementalMachine machine)
    {
        void Require(bool holds, string otherwise) => Verdict.Require(world, holds, otherwise);
        string name = machine.Metadata.Name!;
        Require(machine.Metadata.DeletionTimestamp is null, $"I5: the machine {name} is still there although it is being deleted");
        if (machine.Spec?.HostRef?.Name is not { } hostName)
        {
            Require(!world.Api.Hosts.All.Any(host => host.IsFree() && HostSelection.IsWanted(machine, host)), $"I7: the machine {name} has no host although one is free");
            return;
        }

        ElementalHost? host = world.Api.Hosts.Find(hostName);
        Require(host is not null && HostClaim.IsHeldBy(host, machine), $"I1: the machine {name} says that it has {hostName}, which does not say so");
        bool isBlocked = Conditions.Find(host!.Status?.Conditions, ConditionTypes.OSVersionReady)?.Reason
            is Reasons.RolledBack or Reasons.OSVersionReconciliationFailed;
        Require(
            isBlocked || (host.Says(HostLabels.Bootstrapped) && Conditions.IsTrue(machine.Status?.Conditions, ConditionTypes.Ready)),
            $"I7: the machine {name} is not provisioned on {hostName}");
    }

    /// <summary>Whether a host says that an operation failed which may be tried again.</summary>
    public static bool HasFailed(World world, ElementalHost host) =>
        host.Spec?.Operation is { } operation
        && host.WantedOsVersion() is { } wanted && Versions.HashOf(wanted) == operation.Wanted
        && world.Hosts.First(computer => computer.Name == host.Metadata.Name).Journal.Operation is { Phase: OperationPhase.Failed } known
        && known.Key.Wanted == operation.Wanted;

    /// <summary>What must have come of a version that failed once somebody has asked for it again.</summary>
    public static void JudgeSecondTry(World world, string name)
    {
        if (world.Api.Hosts.Find(name) is { } host && host.WantedOsVersion() is not null)
            Require(world, !HasFailed(world, host), $"I7: the OS version of {name} failed, was asked for again, and is not tried again");
    }

    /// <summary>What must hold while there is nothing to do (I6), and that nothing is kept for what is gone.</summary>
    public static void JudgeIdleness(World world, Action idle)
    {
        long before = world.Api.Clock.Version;
        idle();
        Require(world, world.Api.Clock.Version == before, "I6: something is written although there is nothing to do");
        foreach (Leader leader in world.Leaders)
            Require(world, leader.Ahead == 0, $"{leader.Process.Name} keeps {leader.Ahead} written objects although its caches have them");
    }

    private static void Require(World world, bool holds, string otherwise)
    {
        if (!holds)
            world.Scheduler.Break(otherwise);
    }
}
