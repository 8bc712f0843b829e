using System.Text.RegularExpressions;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Operations;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>The conditions of a report in the shape the API accepts.</summary>
internal static partial class ReportedConditions
{
    private const string UnknownReason = "Unknown";
    private const int MaxReasonLength = 256;
    private const int MaxMessageLength = 2048;

    // The agent's word counts for these and no others: it cannot declare itself Ready or unpaused.
    private static readonly string[] Owned =
    [
        ConditionTypes.RegistrationReady,
        ConditionTypes.InstallationReady,
        ConditionTypes.BootstrapReady,
        ConditionTypes.OSVersionReady,
        ConditionTypes.ResetReady,
    ];

    /// <summary>
    /// The conditions to set for a report. Unknown types are left out and unknown values read as Unknown, so that older and newer agents are
    /// both understood. A condition that is known already with the same content keeps the higher generation: an agent that has just started
    /// answers generation 0, and that alone must not cost a write.
    /// </summary>
    /// <param name="host">The host as it is known.</param>
    /// <param name="seen">What its operation depends on.</param>
    /// <param name="report">What it reported.</param>
    /// <param name="generation">The generation that the report answers.</param>
    public static IEnumerable<Condition> Of(ElementalHost host, OperationSeen seen, HostReport report, long generation) =>
        from type in Owned
        where type != ConditionTypes.OSVersionReady || !MissesOsVersion(seen, report)
        let reported = report.Conditions.LastOrDefault(condition => condition.Type == type)
        where reported is not null
        select KeepGeneration(ToCondition(reported, generation), Conditions.Find(host.Status?.Conditions, type));

    /// <summary>
    /// Whether the host calls its OS version good although it does not prove the wanted one: the agent has just started, or answers another
    /// spec. Its word on the OS version does not count then; without that, Ready would be True for a moment, for a version that nobody wants.
    /// </summary>
    /// <param name="seen">What the operation of the host depends on.</param>
    /// <param name="report">What it reported.</param>
    public static bool MissesOsVersion(OperationSeen seen, HostReport report) =>
        seen.Request is { } request
        && report.Conditions.LastOrDefault(condition => condition.Type == ConditionTypes.OSVersionReady) is { Status: ConditionStatus.True }
        && report.OsVersionHash != request.Wanted;

    private static Condition ToCondition(HostCondition reported, long generation) => new()
    {
        Type = reported.Type,
        Status = reported.Status is ConditionStatus.True or ConditionStatus.False ? reported.Status : ConditionStatus.Unknown,
        Reason = reported.Reason.Length <= MaxReasonLength && ReasonPattern().IsMatch(reported.Reason) ? reported.Reason : UnknownReason,
        Message = PrintableText.Shorten(reported.Message, MaxMessageLength),
        ObservedGeneration = generation > 0 ? generation : null,
    };

    private static Condition KeepGeneration(Condition reported, Condition? known)
    {
        bool same = known is not null && known.Status == reported.Status && known.Reason == reported.Reason && known.Message == reported.Message;
        return same && (known!.ObservedGeneration ?? 0) > (reported.ObservedGeneration ?? 0)
            ? reported with { ObservedGeneration = known.ObservedGeneration }
            : reported;
    }

    // The pattern of metav1.Condition.reason.
    [GeneratedRegex(@"\A[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ReasonPattern();
}
