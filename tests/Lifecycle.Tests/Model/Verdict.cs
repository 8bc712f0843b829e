using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Operations;

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
        foreach (PhysicalHost computer in world.Hosts.Where(host => !host.IsDead))
            Require(world.Api.Hosts.Find(computer.Name)?.Spec?.PubKey == computer.Key, $"I7: {computer.Name} is not registered");
    }

    private static void Judge(World world, ElementalHost host)
    {
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
        JudgeVersion(host, computer);
    }

    private static void JudgeVersion(ElementalHost host, PhysicalHost computer)
    {
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
        string name = machine.Metadata.Name!;
        Require(machine.Metadata.DeletionTimestamp is null, $"I5: the machine {name} is still there although it is being deleted");
        if (machine.Spec?.HostRef?.Name is not { } hostName)
        {
            Require(!world.Api.Hosts.All.Any(host => host.IsFree()), $"I7: the machine {name} has no host although one is free");
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

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
            throw new InvariantException(otherwise);
    }
}
