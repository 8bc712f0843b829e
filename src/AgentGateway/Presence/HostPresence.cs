using System.Globalization;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Presence;

/// <summary>
/// Whether a host is there, as its object says it. Pure. Written on transitions only: that a host comes back to the same replica, or to the one that
/// took over from it, is none.
/// </summary>
internal static class HostPresence
{
    /// <summary>What this replica does about one host now.</summary>
    /// <param name="seen">What it knows.</param>
    /// <param name="patience">How long hosts may be away.</param>
    public static PresenceStep Next(PresenceSeen seen, TimeSpan patience) => seen switch
    {
        // Who cannot tell whether another has taken its place judges nobody.
        { Mine: null } => PresenceStep.None,
        { StreamFor: { } age } => seen switch
        {
            // Whichever of the two it is, the other would take it back.
            { IsCloned: true, SaidConnected: true } => PresenceStep.None,
            { SaidConnected: not true } => PresenceStep.Claim,
            _ when seen.Recorded == seen.Mine => PresenceStep.None,
            // Not at once: a host that is on its way back to where it was costs nothing then. Long before anybody gives it up.
            _ => age >= patience / 4 ? PresenceStep.Claim : PresenceStep.None,
        },
        { SaidConnected: false } => PresenceStep.None,
        _ when !IsOursToJudge(seen) => PresenceStep.Forget,
        _ => seen.AbsentFor >= patience ? PresenceStep.GiveUp : PresenceStep.Watch,
    };

    /// <summary>The host as it is once a report was taken on a stream of this replica.</summary>
    /// <param name="plan">What the report changes.</param>
    /// <param name="replica">This replica.</param>
    /// <param name="claims">Whether that this replica holds the stream is worth a write of its own.</param>
    /// <param name="now">The time to note for a condition that changes.</param>
    public static HostReportPlan Noted(HostReportPlan plan, string replica, bool claims, DateTimeOffset now)
    {
        ElementalHost host = plan.Observed;
        bool isKnown = host.Connection() is { Status: ConditionStatus.True };
        if (isKnown && (host.Status!.ConnectedTo == replica || !(claims || plan.StatusChanges)))
            return plan;

        ElementalHostStatus status = Said(host, now, new Condition
        {
            Type = ConditionTypes.Connected,
            Status = ConditionStatus.True,
            Reason = Reasons.HostConnected,
            Message = $"connected to {replica}",
        }) with { ConnectedTo = replica };
        bool becomesReady = Conditions.IsTrue(status.Conditions, ConditionTypes.Ready) && !Conditions.IsTrue(host.Status?.Conditions, ConditionTypes.Ready);
        return plan with { Observed = host with { Status = status }, StatusChanges = true, IsUrgent = plan.IsUrgent || becomesReady };
    }

    /// <summary>The host as it is once two machines were seen to speak for it, or a person has said that it is one again.</summary>
    /// <param name="plan">What else changes.</param>
    /// <param name="clones">Who takes turns to speak for it; null where nobody does.</param>
    /// <param name="now">The time to note for a condition that changes.</param>
    public static HostReportPlan Told(HostReportPlan plan, string? clones, DateTimeOffset now)
    {
        ElementalHost host = plan.Observed;
        string? word = host.Metadata.Annotation(HostAnnotations.CloneResolved);
        bool isResolved = !string.IsNullOrWhiteSpace(word);
        if (host.IsCloned() ? !isResolved : clones is null || isResolved)
        {
            // The word is taken away only after what it says stands in the status, so that it is not lost in between.
            return isResolved && plan.IsEmpty ? Without(plan, HostAnnotations.CloneResolved) : plan;
        }

        Condition said = isResolved ? CloneConditions.Resolved(word!) : CloneConditions.Cloned(clones!);
        return plan with { Observed = host with { Status = Said(host, now, said) }, StatusChanges = true, IsUrgent = true };
    }

    private static HostReportPlan Without(HostReportPlan plan, string annotation)
    {
        ElementalHost host = plan.Observed;
        ElementalHost marked = host with
        {
            Metadata = host.Metadata with { Annotations = host.Metadata.Annotations!.Where(pair => pair.Key != annotation).ToDictionary() },
        };
        return plan with { Marked = marked, Observed = marked, MetadataChanges = true, IsUrgent = true };
    }

    /// <summary>The status of a host that has been away for too long.</summary>
    /// <param name="host">The host.</param>
    /// <param name="since">Since when it is known to be away.</param>
    /// <param name="now">The time to note for conditions that change.</param>
    public static ElementalHostStatus GivenUp(ElementalHost host, DateTimeOffset since, DateTimeOffset now)
    {
        string time = since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        bool wasHere = host.Connection() is not null;
        string phase = host.Status?.Phase is { Length: > 0 } known ? $" (it was {known} then)" : "";
        return Said(host, now, new Condition
        {
            Type = ConditionTypes.Connected,
            Status = ConditionStatus.False,
            Reason = wasHere ? Reasons.HostLost : Reasons.HostNeverConnected,
            Message = wasHere
                ? $"the host has not been connected since {time}{phase}; see whether the machine has power, runs its agent and reaches the manager"
                : $"the host has not connected to this management cluster since it was first waited for at {time}; see whether the machine runs its agent and reaches the manager",
        });
    }

    private static ElementalHostStatus Said(ElementalHost host, DateTimeOffset now, Condition said)
    {
        ElementalHostStatus status = host.Status ?? new ElementalHostStatus();
        IReadOnlyList<Condition> conditions = Conditions.Set(status.Conditions, said, now);
        Condition ready = HostConditions.Summarize(conditions, host.IsClaimed(), status.ObservedGeneration);
        return status with { Conditions = Conditions.Set(conditions, ready, now) };
    }

    /// <summary>Each host is judged by one: who holds the lease that it was last connected under, or the leader where nobody does.</summary>
    private static bool IsOursToJudge(PresenceSeen seen) => seen.Recorded switch
    {
        null => seen.Leads,
        _ when seen.Recorded == seen.Mine => true,
        _ => seen.Leads && seen.IsRecordedAbandoned,
    };
}

/// <summary>What a replica knows of one host at one moment.</summary>
internal sealed record PresenceSeen
{
    /// <summary>The lease of this replica; null while it cannot know that it holds one.</summary>
    public string? Mine { get; init; }

    /// <summary>Whether this replica leads.</summary>
    public bool Leads { get; init; }

    /// <summary>The replica that the host was last said to be connected to; null for none.</summary>
    public string? Recorded { get; init; }

    /// <summary>Whether the host is said to be connected; null where nobody has said anything.</summary>
    public bool? SaidConnected { get; init; }

    /// <summary>Whether nobody holds the lease of <see cref="Recorded"/>.</summary>
    public bool IsRecordedAbandoned { get; init; }

    /// <summary>How long the host has had its stream here; null for none.</summary>
    public TimeSpan? StreamFor { get; init; }

    /// <summary>Whether two machines speak for the host.</summary>
    public bool IsCloned { get; init; }

    /// <summary>How long this replica has missed the host.</summary>
    public TimeSpan AbsentFor { get; init; }
}

/// <summary>What a replica does about one host.</summary>
internal enum PresenceStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nothing, and that the host was missed here says nothing any more: it is another replica's to miss.</summary>
    Forget,

    /// <summary>Go on missing it.</summary>
    Watch,

    /// <summary>Say that it is connected here.</summary>
    Claim,

    /// <summary>Say that it is lost.</summary>
    GiveUp,
}
