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
    /// <summary>
    /// How long a host may be known here before it is said that it has not reported: the first report of one that registers writes what it is
    /// before what it says, and both would otherwise be corrected in between.
    /// </summary>
    public static readonly TimeSpan ReportGrace = TimeSpan.FromSeconds(10);

    /// <summary>What to do next.</summary>
    public static HostStep Next(HostSeen seen) => seen switch
    {
        _ when Hold.IsMovedAway(seen.Host) => Leave(seen),
        _ when seen.Host.IsDeleting() => Delete(seen),
        _ when !HasFinalizer(seen) => new HostStep.AddFinalizer(),
        // Whoever moves pauses first, and then waits: what was under way comes to its end in the pause.
        _ when IsBlockWrong(seen) => new HostStep.BlockMove(MoveBlock.IsNeeded(seen.Host)),
        { IsDisowned: true } => new HostStep.Own(seen.Registration!),
        { IsPaused: true } => Settle(seen),
        { IsLeftBehind: true } when !IsReset(seen) => LeaveBehind(seen),
        _ when Wanted(seen) is var wanted && !ReferenceEquals(wanted, seen.Host) => new HostStep.Want(wanted),
        _ => Settle(seen),
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

    /// <summary>
    /// Nothing wipes a host that may serve because an object is not there: that is for a person to say. One that was only just claimed serves
    /// nobody, and is of no use to anybody until it is wiped.
    /// </summary>
    private static HostStep LeaveBehind(HostSeen seen) => seen switch
    {
        { IsMachineConfirmed: false } => new HostStep.ConfirmMachine(seen.Host.Spec!.MachineRef!.Name!),
        _ when !seen.Host.MayServe() => new HostStep.RequestReset(),
        _ => Settle(seen),
    };

    private static bool IsBlockWrong(HostSeen seen) =>
        !ReferenceEquals(MoveBlock.On(seen.Host.Metadata, MoveBlock.IsNeeded(seen.Host)), seen.Host.Metadata);

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
        { IsPaused: true } => Settle(seen),
        _ when seen.Host.HasWipedItself() => LetGo(seen),
        _ when seen.Host.IsToldToReset() => Settle(seen),
        { Deletion: HostDeletion.Collected } => new HostStep.LetGo(),
        { Deletion: HostDeletion.WithItsRegistration } => Settle(seen) with { Warning = WithItsRegistration(seen) },
        _ => new HostStep.RequestReset(),
    };

    private static string WithItsRegistration(HostSeen seen) =>
        $"the host is deleted because its ElementalRegistration {seen.OwnerReference?.Name} is, which says nothing about the machine: it runs on, and stays until somebody resets it "
        + $"(kubectl label elementalhost {seen.Host.Metadata.Name} {HostLabels.NeedsReset}=true) or detaches it (annotation {HostAnnotations.Detach})";

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
            return Settle(seen) with { Warning = $"the host cannot be let go: {cause}" };
        }

        return seen.IsNamed ? Settle(seen) : new HostStep.Detach(why);
    }

    private static HostStep LetGo(HostSeen seen) => seen switch
    {
        { IsNamed: true } => Settle(seen),
        { Registration: { } registration, Remembered: { } known } => new HostStep.ForgetDetached(registration, known.KeyHash),
        _ => new HostStep.RemoveFinalizer(),
    };

    private static HostStep.Settle Settle(HostSeen seen) => new(Status(seen))
    {
        RequeueAfter = seen.Host.IsInstalled() && !seen.Host.HasReported() && UntilReportIsMissed(seen) is var left && left > TimeSpan.Zero ? left : null,
    };

    private static TimeSpan UntilReportIsMissed(HostSeen seen) => ReportGrace - (seen.Now - (seen.Host.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue));

    /// <summary>
    /// The status with what the controller says of the host, beside what the gateway does: that it is paused, that it is an orphan, and that it
    /// has not been heard of here. An ordinary host has nothing of that, and costs no write.
    /// </summary>
    private static ElementalHostStatus? Status(HostSeen seen)
    {
        ElementalHostStatus? status = seen.Host.Status;
        IReadOnlyList<Condition>? conditions = status?.Conditions;
        if (Paused(seen) is { } paused)
            conditions = Conditions.Set(conditions, paused, seen.Now);
        if (Association(seen) is { } association)
        {
            conditions = Conditions.Set(conditions, association, seen.Now);
            conditions = Conditions.Set(conditions, HostConditions.Summarize(conditions, seen.Host.IsClaimed(), status?.ObservedGeneration), seen.Now);
        }

        if (seen.Host.IsInstalled() && !seen.Host.HasReported() && UntilReportIsMissed(seen) <= TimeSpan.Zero)
            conditions = Conditions.Set(conditions, HostConditions.NotReported(seen.Host.Metadata.Name), seen.Now);

        return ReferenceEquals(conditions, status?.Conditions) ? status : (status ?? new ElementalHostStatus()) with { Conditions = conditions };
    }

    /// <summary>
    /// "Not paused", and for which generation, is said by the gateway with the host's reports; here it is only taken back or said again after a
    /// pause, so that a claim costs no write of its own.
    /// </summary>
    private static Condition? Paused(HostSeen seen)
    {
        Condition? known = Conditions.Find(seen.Host.Status?.Conditions, ConditionTypes.Paused);
        return !seen.IsPaused && known?.Status is null or ConditionStatus.False ? null : Hold.PausedCondition(seen.Host, seen.Cluster);
    }

    /// <summary>An orphan is told apart until a machine has taken it back; then that is said once.</summary>
    private static Condition? Association(HostSeen seen)
    {
        bool isOrphan = seen.Host.IsOrphan() || (seen is { IsLeftBehind: true, IsMachineConfirmed: true } && seen.Host.MayServe());
        if (!isOrphan && Conditions.Find(seen.Host.Status?.Conditions, ConditionTypes.AssociationReady) is null)
            return null;

        return new Condition
        {
            Type = ConditionTypes.AssociationReady,
            Status = isOrphan ? ConditionStatus.False : ConditionStatus.True,
            Reason = isOrphan ? Reasons.Orphaned : Reasons.HostAssociated,
            Message = isOrphan ? OrphanMessage(seen.Host) : "",
        };
    }

    private static string OrphanMessage(ElementalHost host)
    {
        string machine = host.Spec?.MachineRef?.Name ?? host.Spec?.OrphanOf?.MachineName ?? "";
        string cluster = host.Spec?.OrphanOf?.ClusterName ?? host.Metadata.Label(ClusterApiGroup.ClusterNameLabel) ?? "";
        string serves = (machine.Length > 0 ? $"the ElementalMachine {machine}" : "a machine")
            + (cluster.Length > 0 ? $" of the Cluster {cluster}" : "")
            + (host.Spec?.OrphanOf?.BootId is { Length: > 0 } boot ? $" since boot {boot}" : "");
        return $"the host serves {serves}, and no ElementalMachine names it: restore that one, or have the host reset "
            + $"(kubectl label elementalhost {host.Metadata.Name} {HostLabels.NeedsReset}=true), or delete it";
    }

    private static bool HasFinalizer(HostSeen seen) => seen.Host.Metadata.HasFinalizer(Finalizers.Host);

    private static bool IsReset(HostSeen seen) => seen.Host.HasWipedItself() || seen.Host.IsToldToReset();
}
