using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Operations;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>What the provider does with a host, beside what its machine does: finalizer, pause, OS version, deletion.</summary>
internal static class HostDecisions
{
    /// <summary>What to do next.</summary>
    public static HostStep Next(HostSeen seen) => seen switch
    {
        _ when Hold.IsMovedAway(seen.Host) => Leave(seen),
        _ when seen.Host.IsDeleting() => Delete(seen),
        _ when !HasFinalizer(seen) => new HostStep.AddFinalizer(),
        { IsPaused: true } => new HostStep.Settle(Status(seen)),
        { IsOrphaned: true } when !IsReset(seen) => seen.IsMachineConfirmed
            ? new HostStep.RequestReset()
            : new HostStep.ConfirmMachine(seen.Host.Spec!.MachineRef!.Name!),
        _ when Wanted(seen) is var wanted && !ReferenceEquals(wanted, seen.Host) => new HostStep.Want(wanted),
        _ => new HostStep.Settle(Status(seen)),
    };

    /// <summary>
    /// The host with the OS version that its machine wants, or wants no more, and with the operation that follows from it: in one write, because
    /// the host hears of both together.
    /// </summary>
    private static ElementalHost Wanted(HostSeen seen) => IsReset(seen)
        ? seen.Host
        : HostOperations.Planned(
            seen.Machine is { } machine ? HostClaim.Forwarded(seen.Host, machine.Spec?.OsVersionManagement) : seen.Host,
            seen.Now,
            seen.Patience,
            seen.WasWithdrawn);

    /// <summary>The host lives on in another management cluster: whatever happens to this object, it must not be reset (I3, T14).</summary>
    private static HostStep Leave(HostSeen seen) =>
        seen.Host.IsDeleting() && HasFinalizer(seen) ? new HostStep.RemoveFinalizer() : new HostStep.Settle(seen.Host.Status);

    /// <summary>
    /// A pause holds back a reset, but not a person who lets the host go without one: that asks nothing of the host, and an object that no
    /// pause may outlive must not hang on one (I5).
    /// </summary>
    private static HostStep Delete(HostSeen seen) => seen switch
    {
        _ when !HasFinalizer(seen) => new HostStep.Settle(seen.Host.Status),
        { DetachedBecause: { } why } when !seen.Host.HasWipedItself() => Detach(seen, why),
        { IsPaused: true } => new HostStep.Settle(Status(seen)),
        _ when seen.Host.HasWipedItself() => LetGo(seen),
        _ when !seen.Host.IsToldToReset() => new HostStep.RequestReset(),
        _ => new HostStep.Settle(Status(seen)),
    };

    private static HostStep Detach(HostSeen seen, string why)
    {
        string name = seen.Host.Metadata.Name!;
        bool isRemembered = seen.Remembered is { } known && known.Name == name && (known.Why.Length == 0 || known.Why == DetachedHosts.Shortened(why));
        if (!isRemembered && seen.Registration is { } registration && DetachedHosts.KeyHashOf(seen.Host.Spec?.PubKey) is { } key)
        {
            var entry = new DetachedHost { Name = name, KeyHash = key, Why = DetachedHosts.Shortened(why), At = seen.Now };
            if (DetachedHosts.Remember(registration.Metadata, entry) is { } noted)
                return new HostStep.RememberDetached(registration, entry, noted);

            // Let go and not remembered, it could come back as if nothing had happened.
            string? from = registration.Metadata.Name;
            string cause = DetachedHosts.Of(registration.Metadata) is null ? DetachedHosts.Unreadable(from) : DetachedHosts.Full(from);
            return new HostStep.Settle(Status(seen)) { Warning = $"the host cannot be let go: {cause}" };
        }

        return seen.IsNamed ? new HostStep.Settle(Status(seen)) : new HostStep.Detach(why);
    }

    private static HostStep LetGo(HostSeen seen) => seen switch
    {
        { IsNamed: true } => new HostStep.Settle(Status(seen)),
        { Registration: { } registration, Remembered: { } known } => new HostStep.ForgetDetached(registration, known.KeyHash),
        _ => new HostStep.RemoveFinalizer(),
    };

    /// <summary>
    /// The status with the Paused condition. "Not paused", and for which generation, is said by the gateway with the host's reports; here it
    /// is only taken back or said again after a pause, so that a claim costs no write of its own.
    /// </summary>
    private static ElementalHostStatus? Status(HostSeen seen)
    {
        ElementalHostStatus? status = seen.Host.Status;
        Condition? known = Conditions.Find(status?.Conditions, ConditionTypes.Paused);
        if (!seen.IsPaused && known?.Status is null or ConditionStatus.False)
            return status;

        IReadOnlyList<Condition> conditions = Conditions.Set(status?.Conditions, Hold.PausedCondition(seen.Host, seen.Cluster), seen.Now);
        return (status ?? new ElementalHostStatus()) with { Conditions = conditions };
    }

    private static bool HasFinalizer(HostSeen seen) => seen.Host.Metadata.HasFinalizer(Finalizers.Host);

    private static bool IsReset(HostSeen seen) => seen.Host.HasWipedItself() || seen.Host.IsToldToReset();
}
