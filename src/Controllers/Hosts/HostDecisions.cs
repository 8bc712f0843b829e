using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Pool;
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

/// <summary>Everything that the next step for one ElementalHost depends on, at one moment.</summary>
internal sealed record HostSeen
{
    /// <summary>The host.</summary>
    public required ElementalHost Host { get; init; }

    /// <summary>The ElementalMachine that the host serves, where both agree on that.</summary>
    public ElementalMachine? Machine { get; init; }

    /// <summary>The Cluster that the host belongs to while it is claimed.</summary>
    public Cluster? Cluster { get; init; }

    /// <summary>The ElementalRegistration that the host came through; null where it is gone.</summary>
    public ElementalRegistration? Registration { get; init; }

    /// <summary>
    /// Whether an ElementalMachine that is not being deleted itself names the host. It must have seen that the host goes before the host may
    /// go, or it could not tell a deletion from a loss.
    /// </summary>
    public bool IsNamed { get; init; }

    /// <summary>Whether <see cref="Machine"/> is the word of the server itself, and not only of a cache.</summary>
    public bool IsMachineConfirmed { get; init; }

    /// <summary>
    /// Whether the host serves a machine that is gone or has another host, so that nobody is left who would hand it to a reset. A claim may
    /// come to that when a manager that no longer leads writes it last; such a host serves nobody yet. One that does lost its machine in another
    /// way, which nobody here can tell from a lost object. Where the Cluster is not known, a move may be what is seen.
    /// </summary>
    public bool IsLeftBehind =>
        Host.Spec?.MachineRef is not null
        && Cluster is not null
        && (Machine is null || (Machine.Spec?.HostRef?.Name is { } named && named != Host.Metadata.Name));

    /// <summary>What is known of who deletes the host.</summary>
    public HostDeletion Deletion { get; init; }

    /// <summary>
    /// Whether the registration of that name is another object than the one that the host names, or the host names none any more: it has to name
    /// this one, or garbage collection takes it.
    /// </summary>
    public bool IsDisowned =>
        Registration is not null
        && Ownership.RegistrationOf(Host) is not null
        && !Hold.IsMoving(Registration)
        && Registration.Metadata.DeletionTimestamp is null
        && OwnerReference?.Uid != Registration.Metadata.Uid;

    /// <summary>The owner reference to the registration; null where there is none.</summary>
    public V1OwnerReference? OwnerReference => Owners.Find(Host.Metadata, ElementalGroup.Name, ElementalRegistration.KubeKind);

    /// <summary>Whether the leave for an operation that failed was seen to be taken away, even if it is there again by now.</summary>
    public bool WasWithdrawn { get; init; }

    /// <summary>How long after the leave an operation may be begun; zero for any time.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>The time of the observation.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the host must be left alone; a host has no Cluster of its own, so that of its claim counts (O5).</summary>
    public bool IsPaused => Hold.IsPaused(Host, Cluster);

    /// <summary>Who lets the host go without a reset and why; null where nobody does.</summary>
    public string? DetachedBecause => Host.DetachedBecause();

    /// <summary>What the registration remembers of a host with this key that was let go without a reset; null for nothing.</summary>
    public DetachedHost? Remembered =>
        Registration is not null && DetachedHosts.KeyHashOf(Host.Spec?.PubKey) is { } key
            ? DetachedHosts.Of(Registration.Metadata)?.FirstOrDefault(host => host.KeyHash == key)
            : null;
}

/// <summary>What is known of who deletes a host.</summary>
internal enum HostDeletion
{
    /// <summary>Nobody has asked the server yet.</summary>
    Unknown,

    /// <summary>Somebody who means the host.</summary>
    Meant,

    /// <summary>
    /// Garbage collection, because its registration is gone, or the API server, because the kind is being done away with. The machine behind it has
    /// done nothing to be wiped for, and comes back as what it is.
    /// </summary>
    Collected,

    /// <summary>Garbage collection may: its registration is being deleted, in the foreground for all that one can see, which takes its hosts first.</summary>
    WithItsRegistration,
}

/// <summary>What to do next for one ElementalHost. Every step but <see cref="Settle"/> changes what is seen, so that another follows.</summary>
internal abstract record HostStep
{
    private HostStep()
    {
    }

    /// <summary>Put the finalizer on that registration should have set.</summary>
    public sealed record AddFinalizer : HostStep;

    /// <summary>Let the object go.</summary>
    public sealed record RemoveFinalizer : HostStep;

    /// <summary>
    /// Note on the registration that a host is let go without a reset, conditional on the version that was seen. Comes before the object goes:
    /// a host that was let go and is not remembered could come back as if nothing had happened.
    /// </summary>
    public sealed record RememberDetached(ElementalRegistration Registration, DetachedHost Entry, V1ObjectMeta Noted) : HostStep;

    /// <summary>Strike a host that has wiped itself from what the registration remembers.</summary>
    public sealed record ForgetDetached(ElementalRegistration Registration, string KeyHash) : HostStep;

    /// <summary>Let the object go without a reset, because a person said so.</summary>
    /// <param name="Why">Who wants it and why.</param>
    public sealed record Detach(string Why) : HostStep;

    /// <summary>
    /// Tell the host to wipe itself. Of one that is being deleted the server is asked first who does so, where that is not known yet: it cannot be
    /// undone.
    /// </summary>
    public sealed record RequestReset : HostStep;

    /// <summary>Let the object go without a reset, because nobody who deletes it means the host.</summary>
    public sealed record LetGo : HostStep;

    /// <summary>Have the host name the registration that is there now as its owner.</summary>
    public sealed record Own(ElementalRegistration Registration) : HostStep;

    /// <summary>Have moves to another management cluster wait, or wait no more.</summary>
    public sealed record BlockMove(bool IsNeeded) : HostStep;

    /// <summary>Ask the server for the machine that the host serves: a reset cannot be undone, and a cache may be behind.</summary>
    public sealed record ConfirmMachine(string MachineName) : HostStep;

    /// <summary>Write the OS version that is wanted of the host, and the operation that brings it there.</summary>
    /// <param name="Host">The host with both.</param>
    public sealed record Want(ElementalHost Host) : HostStep;

    /// <summary>Nothing more can be done now: write the status where it differs, and wait.</summary>
    public sealed record Settle(ElementalHostStatus? Status) : HostStep
    {
        /// <summary>What a person must mend before the host can be let go; null for nothing.</summary>
        public string? Warning { get; init; }

        /// <summary>When to look again although nothing changes; null for never.</summary>
        public TimeSpan? RequeueAfter { get; init; }
    }
}
