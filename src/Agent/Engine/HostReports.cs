using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Agent.Journaling;

namespace ElementalProvider.Agent.Engine;

/// <summary>Makes the one kind of report there is. A pure function: the same state is always told in the same words.</summary>
internal static class HostReports
{
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
        { Step: AgentStep.ReconcileOsVersion } or { Journal.OsVersion.Stage: OsVersionStage.Rebooting } => HostPhase.ReconcilingOsVersion,
        { Step: AgentStep.Bootstrap } or { Journal.Bootstrap: BootstrapStage.Applying or BootstrapStage.Applied } => HostPhase.Bootstrapping,
        _ => HostPhase.Running,
    };
}
