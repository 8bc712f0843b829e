using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Operations;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>What a report says about the operation of its host.</summary>
internal static class ReportedOperation
{
    /// <summary>The news, or null where the report has none.</summary>
    /// <param name="host">The host as it is known.</param>
    /// <param name="seen">What its operation depends on.</param>
    /// <param name="report">What it reported.</param>
    /// <param name="answered">The generation that the report answers.</param>
    public static OperationNews? Of(ElementalHost host, OperationSeen seen, HostReport report, long answered) =>
        report.Operation is { } operation ? Told(operation) : Derived(host, seen, report, answered);

    private static OperationNews Told(OperationReport operation) => new()
    {
        Id = operation.Id,
        Attempt = operation.Attempt,
        Phase = operation.Phase,
        Reason = operation.Reason,
        Message = operation.Message,
        Progress = operation.Progress,
    };

    /// <summary>
    /// An agent that knows nothing of operations says by its condition how the version stands, as far as it goes: of the version that is proved
    /// whenever it speaks, of another one only where it answers the spec that wants it.
    /// </summary>
    private static OperationNews? Derived(ElementalHost host, OperationSeen seen, HostReport report, long answered)
    {
        HostCondition? condition = report.Conditions.LastOrDefault(each => each.Type == ConditionTypes.OSVersionReady);
        if (!seen.IsCurrent || condition is null)
            return null;

        bool isProved = condition.Status == ConditionStatus.True && report.OsVersionHash == seen.Stored!.Wanted;
        string? phase = isProved
            ? OperationPhase.Succeeded
            : answered == (host.Metadata.Generation ?? 0) ? PhaseOf(condition, report.Phase) : null;
        return phase is null
            ? null
            : new OperationNews { Id = seen.Stored!.Id, Attempt = seen.Stored.Attempt, Phase = phase, Reason = condition.Reason, Message = condition.Message };
    }

    private static string? PhaseOf(HostCondition condition, string hostPhase) => condition.Reason switch
    {
        Reasons.InPlaceUpdateNotPending => OperationPhase.Pending,
        Reasons.WaitingForOSReconcile => hostPhase == HostPhase.ReconcilingOsVersion ? OperationPhase.Applying : OperationPhase.Pending,
        Reasons.WaitingForPostReconcileReboot => OperationPhase.Rebooting,
        Reasons.OSVersionReconciliationFailed => OperationPhase.Failed,
        Reasons.RolledBack => OperationPhase.RolledBack,
        _ => null,
    };
}
