using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Agent.Journaling;

namespace ElementalProvider.Agent.Engine;

/// <summary>What the agent knows of its own conditions.</summary>
internal static class HostConditions
{
    private const string True = "True";
    private const string False = "False";

    public static IEnumerable<HostCondition> Make(ReportInput input)
    {
        HostCondition[] all = [Registration(input), Installation(input), OsVersion(input), Bootstrap(input), Reset(input)];
        return all.Select(condition => WithFailure(condition, input.Failure));
    }

    private static HostCondition Registration(ReportInput input) => input.Journal is { Registered: true, Finalized: true }
        ? Condition(ConditionTypes.RegistrationReady, True, Reasons.Registered)
        : Condition(ConditionTypes.RegistrationReady, False, Reasons.RegistrationFailed, "The registration is not finished yet.");

    private static HostCondition Installation(ReportInput input) => input switch
    {
        { Journal.Installed: true } => Condition(ConditionTypes.InstallationReady, True, Reasons.Installed),
        { Step: AgentStep.Install } => Condition(ConditionTypes.InstallationReady, False, Reasons.WaitingForInstallation, "The OS is being installed."),
        _ => Condition(ConditionTypes.InstallationReady, False, Reasons.WaitingForInstallation, "The OS is not installed; \"elemental-agent register --install\" does it."),
    };

    private static HostCondition OsVersion(ReportInput input)
    {
        WantedOperation? wanted = WantedOperation.Of(input.Desired, input.Journal);
        string? phase = wanted is null ? null : OperationDecisions.PhaseOf(input.Journal, wanted);
        return wanted switch
        {
            not null when OperationDecisions.IsHeldBack(input.Journal, wanted) && input.Desired?.OsVersion?.HeldBecause is { Length: > 0 } why =>
                OsVersionNotReady(Reasons.Paused, $"Another OS version is asked for and allowed. It is applied once nothing holds the host back any more: {why}."),
            not null when OperationDecisions.IsHeldBack(input.Journal, wanted) => OsVersionNotReady(
                Reasons.InPlaceUpdateNotPending,
                $"Another OS version is asked for. Once the node is drained, type: kubectl label elementalhost {input.HostName} {HostLabels.InPlaceUpdate}=pending --overwrite."),
            not null when phase is null => OsVersionNotReady(Reasons.WaitingForOSReconcile, AgentDecisions.IsBootstrapping(input.Journal)
                ? "The OS version is applied once the bootstrap data has been executed."
                : "The OS version is waiting to be applied."),
            null when input.Desired is not null && input.Journal.Operation is not { Phase: OperationPhase.Succeeded } => NoOsVersionWanted,
            _ => KnownOsVersion(input),
        };
    }

    private static HostCondition KnownOsVersion(ReportInput input) => input.Journal.Operation switch
    {
        null or { Phase: OperationPhase.Pending or OperationPhase.Aborted } => NoOsVersionWanted,
        { Phase: OperationPhase.Succeeded } => Condition(ConditionTypes.OSVersionReady, True, Reasons.OSVersionReconciled),
        { Phase: OperationPhase.Preparing or OperationPhase.Applying } => OsVersionNotReady(Reasons.WaitingForOSReconcile, "The OS version is being applied."),
        { Phase: OperationPhase.Rebooting or OperationPhase.Verifying } => OsVersionNotReady(
            Reasons.WaitingForPostReconcileReboot, "The OS version is in place; the next boot must prove it."),
        { Phase: OperationPhase.Failed, Message: var words } => OsVersionNotReady(
            Reasons.OSVersionReconciliationFailed,
            $"{Sentence(words ?? "The OS plugin could not apply the OS version")} It is not tried again by itself: ask for another version, or mend the cause and {HowToRetry(input)}."),
        { Phase: OperationPhase.Expired, Message: var words } => OsVersionNotReady(
            Reasons.OSVersionReconciliationFailed, words ?? "It was not begun by its deadline: ask for it again."),
        _ => OsVersionNotReady(
            Reasons.RolledBack, "The host came back from its reboot without the OS version; it is not tried again until another one is asked for."),
    };

    // A claimed host gets its version from its ElementalMachine: what is taken away from the host itself is copied back.
    private static string HowToRetry(ReportInput input) => input switch
    {
        { Journal.Bootstrap: not BootstrapStage.None } =>
            $"type: kubectl label elementalhost {input.HostName} {HostLabels.InPlaceUpdate}- and then set it to pending again",
        { Desired.ProviderId.Length: > 0 } => "change spec.osVersionManagement of its ElementalMachine, where any change counts",
        _ => "take spec.osVersionManagement away and set it again",
    };

    private static string Sentence(string words) => words.TrimEnd() is var text && text is [.., '.' or '!' or '?'] ? text : $"{text}.";

    private static HostCondition Bootstrap(ReportInput input) => input switch
    {
        { Journal.Bootstrap: BootstrapStage.Succeeded } => Condition(ConditionTypes.BootstrapReady, True, Reasons.Bootstrapped),
        { Journal.BootstrapFailure: { } failure } => Condition(ConditionTypes.BootstrapReady, False, Reasons.BootstrapFailed, failure.Message),
        { Journal.Bootstrap: BootstrapStage.None, Desired: null or { ProviderId: "" } } => Condition(
            ConditionTypes.BootstrapReady, False, Reasons.NotClaimed, "No machine has claimed the host."),
        { Journal.Bootstrap: BootstrapStage.None } => Condition(ConditionTypes.BootstrapReady, False, Reasons.WaitingForBootstrap, "There is no bootstrap data yet."),
        _ => Condition(ConditionTypes.BootstrapReady, False, Reasons.WaitingForBootstrap, "The bootstrap data is being executed."),
    };

    private static HostCondition Reset(ReportInput input) => input switch
    {
        { IsWiping: true } => Condition(ConditionTypes.ResetReady, False, Reasons.WaitingForReset, "The host is being wiped."),
        { Journal.Reset: { } reset } when reset.BootId != input.BootId => Condition(
            ConditionTypes.ResetReady, False, Reasons.ResetFailed, $"The host came up with its installed system instead of recovery; after a pause it asks for recovery again (attempt {reset.Attempts + 1}). See its boot menu."),
        _ when AgentDecisions.IsResetDue(input.Journal, input.Desired) => Condition(
            ConditionTypes.ResetReady, False, Reasons.WaitingForReset, "The host reboots into recovery to be wiped."),
        _ => Condition(ConditionTypes.ResetReady, True, Reasons.NoResetNeeded),
    };

    private static HostCondition WithFailure(HostCondition condition, StepFailure? failure) =>
        failure?.ConditionType == condition.Type ? Condition(condition.Type, False, failure.Reason, failure.Message) : condition;

    private static HostCondition NoOsVersionWanted => Condition(ConditionTypes.OSVersionReady, True, Reasons.NoOSVersionWanted);

    private static HostCondition OsVersionNotReady(string reason, string message) => Condition(ConditionTypes.OSVersionReady, False, reason, message);

    private static HostCondition Condition(string type, string status, string reason, string message = "") =>
        new() { Type = type, Status = status, Reason = reason, Message = message };
}
