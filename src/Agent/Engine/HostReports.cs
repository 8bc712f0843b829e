using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Plugins;

namespace ElementalProvider.Agent.Engine;

/// <summary>Makes the one kind of report there is. A pure function: the same state is always told in the same words.</summary>
internal static class HostReports
{
    /// <summary>Fact: which image of the OS runs (<c>active</c>, <c>passive</c>, <c>recovery</c>), where the plugin can tell.</summary>
    public const string BootStateFact = "boot-state";

    public static HostReport Make(ReportInput input)
    {
        Journal journal = input.Journal;
        HostReport report = new()
        {
            AgentVersion = input.AgentVersion,
            BootId = input.BootId,
            ObservedGeneration = input.Desired?.Generation ?? 0,
            Phase = Phase(input),
            Installed = journal.Installed,
            Bootstrapped = journal.Bootstrap == BootstrapStage.Succeeded,
            OsVersionHash = journal.OsVersion is { Stage: OsVersionStage.Running } running ? running.Hash : "",
        };
        report.Facts.Add(input.Facts.Reported.ToDictionary());
        if (BootState(input.Facts.BootState) is { } bootState)
            report.Facts[BootStateFact] = bootState;

        report.Conditions.Add(HostConditions.Make(input));
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
        { Step: AgentStep.ReconcileOsVersion } => HostPhase.ReconcilingOsVersion,
        { Journal.OsVersion: { Stage: OsVersionStage.Rebooting } version } when IsStillWanted(version, input.Desired) => HostPhase.ReconcilingOsVersion,
        { Step: AgentStep.Bootstrap } or { Journal.Bootstrap: BootstrapStage.Applying or BootstrapStage.Applied } => HostPhase.Bootstrapping,
        _ => HostPhase.Running,
    };

    // Before the server has spoken, what was begun is taken for what is wanted.
    private static bool IsStillWanted(OsVersionEntry version, HostDirective? desired) => desired is null || desired.OsVersion?.Hash == version.Hash;

    private static string? BootState(BootState state) => state switch
    {
        Plugins.BootState.Active => "active",
        Plugins.BootState.Passive => "passive",
        Plugins.BootState.Recovery => "recovery",
        _ => null,
    };
}
