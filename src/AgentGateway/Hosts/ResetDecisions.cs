using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Hosts;

/// <summary>What a host's word about its own reset is worth. No I/O and no clock.</summary>
internal static class ResetDecisions
{
    /// <summary>As the agent says it.</summary>
    private const string Wiping = "The host is being wiped.";

    private static readonly TimeSpan HeldRetry = TimeSpan.FromSeconds(30);

    /// <summary>Why a host may not reset itself now, or null where it may: a reset was asked for, or nobody uses the host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cluster">The Cluster it serves, or null.</param>
    /// <param name="request">What it asks for: with evidence of the wipe, or without where it only announces it.</param>
    public static Refusal? Refuse(ElementalHost host, Cluster? cluster, ResetRequest request)
    {
        string name = $"{host.Metadata.NamespaceProperty}/{host.Metadata.Name}";
        Refusal? refusal = request.Evidence is { } evidence
            ? RefuseEvidence(host, name, evidence)
            : RefuseAnnouncement(host, name, cluster, request.BootId);
        if (refusal is not null)
            return refusal;

        return host.MustReset() || !host.IsClaimed()
            ? null
            : Refusal.FailedPrecondition(
                RefusalReasons.HostInUse,
                $"the ElementalHost {name} serves the ElementalMachine {host.Spec?.MachineRef?.Name}: delete its Machine, or the host, to have it reset");
    }

    /// <summary>
    /// Whether two objects of one name stand for the same machine. One that was let go and came back has a new object under its old key, and
    /// what it shows counts for that; under another key it is another machine, which nobody has wiped.
    /// </summary>
    /// <param name="left">An object of that name.</param>
    /// <param name="right">Another.</param>
    public static bool AreSameMachine(ElementalHost left, ElementalHost right) =>
        left.Metadata.Uid == right.Metadata.Uid || HostDraft.IsSameKey(left.Spec?.PubKey, right.Spec?.PubKey);

    /// <summary>
    /// The host with the status that says: it is about to wipe itself. Where the host has said so itself already, perhaps with what went wrong
    /// last time, its own words stay.
    /// </summary>
    /// <param name="host">The host.</param>
    /// <param name="bootId">The boot that wipes it; empty where an older agent does not say.</param>
    /// <param name="now">The time to note for conditions that change.</param>
    public static ElementalHost Announced(ElementalHost host, string bootId, DateTimeOffset now) =>
        host.Status is { Phase: HostPhase.Resetting } status
        && Conditions.Find(status.Conditions, ConditionTypes.ResetReady) is { Status: ConditionStatus.False }
            ? host
            : WithConditions(
                host,
                AsWiping(host.Status ?? new ElementalHostStatus(), bootId),
                now,
                (ConditionTypes.ResetReady, ConditionStatus.False, Reasons.WaitingForReset, Wiping));

    // What the host reports from this boot on, so that its report has nothing to add.
    private static ElementalHostStatus AsWiping(ElementalHostStatus status, string bootId) =>
        bootId.Length == 0 ? status : status with { Facts = HostFacts.Wiped(status.Facts, bootId) };

    /// <summary>The host with the status that says: it has wiped itself, so nothing is installed on it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="evidence">What it has to show.</param>
    /// <param name="now">The time to note for conditions that change.</param>
    public static ElementalHost Proved(ElementalHost host, ResetEvidence evidence, DateTimeOffset now)
    {
        ElementalHostStatus status = host.Status ?? new ElementalHostStatus();
        IReadOnlyDictionary<string, string> facts = HostFacts.Wiped(status.Facts, evidence.BootId);
        return WithConditions(
            host,
            HostFacts.AreEqual(status.Facts, facts) ? status : status with { Facts = facts },
            now,
            (ConditionTypes.ResetReady, ConditionStatus.True, Reasons.ResetDone, "the host has wiped itself"),
            (ConditionTypes.InstallationReady, ConditionStatus.False, Reasons.WaitingForInstallation, "the host has wiped itself"));
    }

    /// <summary>The host with the label that lets it go.</summary>
    /// <param name="host">The host.</param>
    public static ElementalHost LetGo(ElementalHost host)
    {
        Dictionary<string, string> labels = new(host.Metadata.Labels ?? new Dictionary<string, string>()) { [HostLabels.Reset] = HostLabels.True };
        return host with { Metadata = host.Metadata with { Labels = labels } };
    }

    // A wipe that has happened is a fact whatever is paused. That it has happened is believed of a boot that is made for it and of no other: a
    // system does not wipe the disk it runs from (I4).
    private static Refusal? RefuseEvidence(ElementalHost host, string name, ResetEvidence evidence) => evidence switch
    {
        { BootId: "" } => Refusal.InvalidArgument("evidence.boot_id", "evidence.boot_id must name the boot in which the host was wiped"),
        _ when evidence.WipedPaths.All(string.IsNullOrWhiteSpace) => Refusal.FailedPrecondition(
            RefusalReasons.EvidenceRefused,
            $"evidence.wiped_paths must name what was wiped on the ElementalHost {name}, but it names nothing: wipe the host first"),
        _ when evidence.BootId == evidence.RequestedBootId => Refusal.FailedPrecondition(
            RefusalReasons.EvidenceRefused,
            $"evidence.boot_id must differ from evidence.requested_boot_id, but the ElementalHost {name} names {evidence.BootId} in both: "
            + "the wipe has to run in another boot than the one that it was asked for in"),
        _ when HostFacts.IsInstalledBoot(host, evidence.BootId) => Refusal.FailedPrecondition(
            RefusalReasons.EvidenceRefused,
            $"evidence.boot_id must name the boot that wiped the ElementalHost {name}, but {evidence.BootId} is the boot of its installed system: "
            + "boot it into recovery to wipe it"),
        _ => null,
    };

    // Agents of before name no boot here; their evidence does.
    private static Refusal? RefuseAnnouncement(ElementalHost host, string name, Cluster? cluster, string bootId)
    {
        if (Hold.Why(host, cluster) is { } why)
            return Refusal.Unavailable(RefusalReasons.HostHeld, $"the ElementalHost {name} must not be reset now: {why}", HeldRetry);

        return HostFacts.IsInstalledBoot(host, bootId)
            ? Refusal.FailedPrecondition(
                RefusalReasons.EvidenceRefused,
                $"boot_id must name the boot that wipes the ElementalHost {name}, but {bootId} is the boot of its installed system: "
                + "boot it into recovery to wipe it")
            : null;
    }

    private static ElementalHost WithConditions(
        ElementalHost host,
        ElementalHostStatus status,
        DateTimeOffset now,
        params IEnumerable<(string Type, string Status, string Reason, string Message)> wanted)
    {
        IReadOnlyList<Condition> conditions = Conditions.Set(
            status.Conditions,
            wanted.Select(condition => new Condition
            {
                Type = condition.Type,
                Status = condition.Status,
                Reason = condition.Reason,
                Message = condition.Message,
                ObservedGeneration = status.ObservedGeneration,
            }),
            now);
        Condition ready = HostConditions.Summarize(conditions, host.IsClaimed(), status.ObservedGeneration);
        return host with { Status = PhaseTimes.Enter(status, HostPhase.Resetting, now) with { Conditions = Conditions.Set(conditions, ready, now) } };
    }
}
