using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Elemental.Lifecycle;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Operations;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>What a report means for its host. No I/O and no clock: the rules can be read from top to bottom.</summary>
internal static class HostReportDecisions
{
    private const int MaxPhaseLength = 63;

    /// <summary>
    /// The next change that makes the host say what its agent reported: first the metadata, then the status. Deciding again on the result leads
    /// on, until nothing is left to change; the label in-place-update turns to done only then (<see cref="InPlaceUpdate"/>).
    /// </summary>
    /// <param name="host">The host as it is known.</param>
    /// <param name="report">What it reported.</param>
    /// <param name="now">The time to note for conditions that change.</param>
    /// <param name="heardAt">When it was heard; null where that does not matter.</param>
    public static HostReportPlan Decide(ElementalHost host, HostReport report, DateTimeOffset now, DateTimeOffset? heardAt = null)
    {
        if (IsOver(host, report) || HostFacts.ReportedAt(host) > heardAt)
            return new HostReportPlan { Marked = host, Observed = host, MetadataChanges = false, StatusChanges = false, IsUrgent = false };

        OperationSeen seen = HostOperations.See(host, now);
        ElementalHostStatus status = Status(host, seen, report, now);
        ElementalHost marked = WithMoveBlock(host, InPlaceUpdate.Advance(Labelled(host, report, isLive: heardAt is not null), seen, status), report);
        bool statusChanges = !AreEqual(host.Status, status);
        if (statusChanges && heardAt is { } time)
            status = status with { Facts = HostFacts.HeardAt(status.Facts, time) };
        return new HostReportPlan
        {
            Marked = marked,
            Observed = statusChanges ? marked with { Status = status } : marked,
            MetadataChanges = !ReferenceEquals(marked, host),
            StatusChanges = statusChanges,
            IsUrgent = !ReferenceEquals(marked, host) || (IsReady(status) && !IsReady(host.Status)),
        };
    }

    // A host wipes itself in another boot than the one before, whose stream may linger: what that one still says is over. How the wipe goes,
    // the boot that wipes may tell until there is evidence, and a host that came back without a wipe speaks from yet another boot. Where nobody
    // has asked for a wipe, a phase or a label that speaks of one was typed by somebody, and what the host says now counts.
    private static bool IsOver(ElementalHost host, HostReport report) =>
        !HostLifecycle.CanFollow(host.Status?.Phase, report.Phase, host.MustReset())
        || (host.MustReset()
            && (host.HasWipedItself()
                || (host.Status?.Phase == HostPhase.Resetting
                    && report.Phase != HostPhase.Resetting
                    && report.BootId == (host.Status.Facts?.GetValueOrDefault(FactNames.InstalledBootId) ?? ""))));

    // installed and bootstrapped are only ever set on a host's word: a late report of an earlier stream must not take back what is known, and a
    // host that was wiped comes back as a new object.
    private static ElementalHost Labelled(ElementalHost host, HostReport report, bool isLive)
    {
        Dictionary<string, string> labels = new(host.Metadata.Labels ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        if (report.Installed && !host.IsInstalled())
            labels[HostLabels.Installed] = HostLabels.True;
        if (report.Bootstrapped && !host.IsBootstrapped())
            labels[HostLabels.Bootstrapped] = HostLabels.True;
        foreach (string label in isLive ? Unfounded(host, report) : [])
            labels.Remove(label);
        if (AreSame(labels, host.Metadata.Labels))
            return host;

        ElementalHost labelled = host with { Metadata = host.Metadata with { Labels = labels } };
        // Agents of before say nothing of what they serve when they register. One that is bootstrapped serves somebody all the same.
        return report.Bootstrapped && !host.IsClaimed() && host.Spec?.OrphanOf is null
            ? labelled with { Spec = (host.Spec ?? new ElementalHostSpec()) with { OrphanOf = new HostOrphan { BootId = report.BootId } } }
            : labelled;
    }

    /// <summary>
    /// What was put on a host by hand, and would have it claimed in vain or taken for wiped. A host that nobody has claimed cannot be bootstrapped,
    /// and one that nobody wants wiped has not wiped itself; of any other one, an earlier stream may be what speaks here.
    /// </summary>
    private static IEnumerable<string> Unfounded(ElementalHost host, HostReport report)
    {
        if (host.MustReset())
            yield break;
        if (host.IsBootstrapped() && !host.IsClaimed() && !report.Bootstrapped)
            yield return HostLabels.Bootstrapped;
        if (host.HasWipedItself())
            yield return HostLabels.Reset;
    }

    private static bool AreSame(Dictionary<string, string> labels, IDictionary<string, string>? known) =>
        labels.Count == (known?.Count ?? 0) && labels.All(label => known!.TryGetValue(label.Key, out string? value) && value == label.Value);

    // Moves wait no longer than for what is under way; where something is written anyway, that costs nothing.
    private static ElementalHost WithMoveBlock(ElementalHost before, ElementalHost marked, HostReport report) => ReferenceEquals(before, marked)
        ? before
        : marked with { Metadata = MoveBlock.On(marked.Metadata, MoveBlock.IsNeeded(marked, report.Phase)) };

    private static ElementalHostStatus Status(ElementalHost host, OperationSeen seen, HostReport report, DateTimeOffset now)
    {
        ElementalHostStatus before = host.Status ?? new ElementalHostStatus();
        // More than the host's own generation can only come from a directive that is newer than our copy of the host, or that another
        // management cluster gave: then what it says of the OS version tells whether this spec is meant.
        // A host that wipes itself answers no spec any more: that it is being deleted changes the generation, and is not worth a write.
        long answered = ReportedConditions.MissesOsVersion(seen, report) || (IsWiping(before.Phase) && IsWiping(report.Phase)) ? 0 : Math.Min(report.ObservedGeneration, host.Metadata.Generation ?? 0);
        IReadOnlyDictionary<string, string> facts = HostFacts.Of(report, before.Facts);
        string? phase = report.Phase.Length is > 0 and <= MaxPhaseLength ? report.Phase : before.Phase;
        ElementalHostStatus after = PhaseTimes.Enter(before, phase, now) with
        {
            Facts = HostFacts.AreEqual(before.Facts, facts) ? before.Facts : facts,
            ObservedGeneration = Math.Max(answered, before.ObservedGeneration ?? 0) is > 0 and long generation ? generation : null,
            Operation = ReportedOperation.Of(host, seen, report, answered)?.Applied(before.Operation, host.Spec?.Operation, now) ?? before.Operation,
            Conditions = Conditions.Set(before.Conditions, [.. ReportedConditions.Of(host, seen, report, answered), .. NotPaused(host, answered)], now),
        };
        // Ready speaks for the generation that the host has answered, not for a newer spec it has not seen.
        Condition ready = HostConditions.Summarize(after.Conditions, host.IsClaimed(), after.ObservedGeneration);
        return after with { Conditions = Conditions.Set(after.Conditions, ready, now) };
    }

    // Every condition is there from the first status on (K1). That a host is paused, only the host controller says; that it still is not
    // paused costs nothing here, in a status that is written anyway.
    private static IEnumerable<Condition> NotPaused(ElementalHost host, long answered)
    {
        Condition? known = Conditions.Find(host.Status?.Conditions, ConditionTypes.Paused);
        if (known is { Status: not ConditionStatus.False } || Hold.Why(host, cluster: null) is not null)
            yield break;

        long generation = Math.Max(answered, known?.ObservedGeneration ?? 0);
        yield return (known ?? new Condition { Type = ConditionTypes.Paused, Status = ConditionStatus.False, Reason = Reasons.NotPaused }) with
        {
            ObservedGeneration = generation > 0 ? generation : null,
        };
    }

    private static bool IsWiping(string? phase) => phase == HostPhase.Resetting;

    // Lists and maps keep their reference where nothing changed, so comparing references is comparing content.
    private static bool AreEqual(ElementalHostStatus? before, ElementalHostStatus after) => (before ?? new ElementalHostStatus()) == after;

    private static bool IsReady(ElementalHostStatus? status) => Conditions.IsTrue(status?.Conditions, ConditionTypes.Ready);
}
