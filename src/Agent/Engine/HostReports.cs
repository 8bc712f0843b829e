using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Agent.Engine;

/// <summary>Makes the one kind of report there is. A pure function: the same state is always told in the same words.</summary>
internal static class HostReports
{
    /// <summary>Fact: the version of the OS that runs, where the plugin can tell.</summary>
    public const string OsVersionFact = "os-version";

    /// <summary>Fact: which image of the OS runs (<c>active</c>, <c>passive</c>, <c>recovery</c>, <c>live</c>), where the plugin can tell.</summary>
    public const string BootStateFact = "boot-state";

    public static HostReport Make(ReportInput input)
    {
        Journal journal = input.Journal;
        HostReport report = new()
        {
            AgentVersion = input.AgentVersion,
            BootId = input.BootId,
            MachineId = input.MachineId,
            ObservedGeneration = input.Desired?.Generation ?? 0,
            Phase = Phase(input),
            Installed = journal.Installed,
            Bootstrapped = journal.Bootstrap == BootstrapStage.Succeeded,
            OsVersionHash = journal.Operation is { Phase: OperationPhase.Succeeded, Key: { Type: OperationType.Upgrade, Wanted: var running } } ? running : "",
        };
        report.Facts.Add(Facts(input.Facts));
        report.Conditions.Add(HostConditions.Make(input));
        report.Operation = Operation(input, report.Conditions.First(condition => condition.Type == ConditionTypes.OSVersionReady));
        return report;
    }

    private static string Phase(ReportInput input) => input switch
    {
        { IsWiping: true } => HostPhase.Resetting,
        _ when AgentDecisions.IsResetDue(input.Journal, input.Desired) => HostPhase.TriggeringReset,
        { Journal.Registered: false } => HostPhase.Registering,
        { Journal.Finalized: false } => HostPhase.FinalizingRegistration,
        { Step: AgentStep.Install } => HostPhase.Installing,
        { Journal.Installed: false } => HostPhase.FinalizingRegistration,
        { Step.IsAtWork: true } when input.Step is not AgentStep.AbortOperation || IsAnyWanted(input) => HostPhase.ReconcilingOsVersion,
        { Journal.Operation: { Phase: OperationPhase.Rebooting or OperationPhase.Verifying } operation } when IsStillWanted(operation, input) =>
            HostPhase.ReconcilingOsVersion,
        { Step: AgentStep.Bootstrap } or { Journal.Bootstrap: BootstrapStage.Applying or BootstrapStage.Applied } => HostPhase.Bootstrapping,
        _ => HostPhase.Running,
    };

    private static bool IsAnyWanted(ReportInput input) => WantedOperation.Of(input.Desired, input.Journal) is not null;

    // Before the server has spoken, what was begun is taken for what is wanted.
    private static bool IsStillWanted(OperationEntry operation, ReportInput input) =>
        input.Desired is null || WantedOperation.Of(input.Desired, input.Journal)?.Key.Wanted == operation.Key.Wanted;

    /// <summary>How the operation stands that is wanted, or else the one that is known.</summary>
    private static OperationReport? Operation(ReportInput input, HostCondition osVersion)
    {
        OperationEntry? known = input.Journal.Operation;
        if (WantedOperation.Of(input.Desired, input.Journal) is { } wanted)
        {
            return new OperationReport
            {
                Id = wanted.Key.Id,
                Attempt = wanted.Key.Attempt,
                Phase = OperationDecisions.PhaseOf(input.Journal, wanted) ?? OperationPhase.Pending,
                Reason = osVersion.Reason,
                Message = osVersion.Message,
                Progress = input.Step.IsAtWork ? input.Progress : 0,
            };
        }

        return known is null ? null : new OperationReport { Id = known.Key.Id, Attempt = known.Key.Attempt, Phase = known.Phase, Message = known.Message ?? "" };
    }

    // What the agent knows itself has the same name whatever the plugin.
    private static Dictionary<string, string> Facts(OsFacts facts)
    {
        Dictionary<string, string> named = facts.Reported.ToDictionary();
        if (facts.Version is { } version)
            named[OsVersionFact] = version;
        if (facts.BootState != BootState.Unknown)
            named[BootStateFact] = Name(facts.BootState);

        return named;
    }

    private static string Name(BootState state) => state switch
    {
        BootState.Active => "active",
        BootState.Passive => "passive",
        BootState.Recovery => "recovery",
        _ => "live",
    };
}

/// <summary>Everything a report is made from.</summary>
internal sealed record ReportInput
{
    public required string AgentVersion { get; init; }

    /// <summary>Name of the ElementalHost; empty before the host has one.</summary>
    public string HostName { get; init; } = "";

    public required string BootId { get; init; }

    /// <summary>Which machine it is; empty where it has nothing to be known by.</summary>
    public string MachineId { get; init; } = "";

    public required Journal Journal { get; init; }

    public required OsFacts Facts { get; init; }

    /// <summary>What is being done now.</summary>
    public required AgentStep Step { get; init; }

    /// <summary>Whether the host is in the boot that wipes it.</summary>
    public bool IsWiping { get; init; }

    public HostDirective? Desired { get; init; }

    /// <summary>Why the last step failed; null once one succeeded.</summary>
    public StepFailure? Failure { get; init; }

    /// <summary>How far the step is, in percent; 0 where that is not known.</summary>
    public int Progress { get; init; }
}
