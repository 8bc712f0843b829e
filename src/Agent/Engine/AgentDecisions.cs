using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.Agent.Engine;

/// <summary>What the agent does next. No I/O, no clock: the whole order of things can be read here.</summary>
internal static class AgentDecisions
{
    /// <summary>The next step: reset before all else, then registration, installation, OS version, bootstrap.</summary>
    /// <param name="state">What is true.</param>
    /// <param name="desired">What is wanted; null while the server has not said so.</param>
    public static AgentStep Next(AgentState state, HostDirective? desired) => state switch
    {
        _ when IsResetDue(state.Journal, desired) => state.PluginReady ? new AgentStep.TriggerReset() : new AgentStep.PreparePlugin(),
        { Journal.Registered: false } or { IsRejected: true } => new AgentStep.Register(),
        { PluginReady: false } => new AgentStep.PreparePlugin(),
        { Journal.Finalized: false } => new AgentStep.FinalizeRegistration(),
        { Goal: AgentGoal.Register } => new AgentStep.Finished(),
        { Goal: AgentGoal.Install, Journal.Installed: false } => new AgentStep.Install(),
        { Goal: AgentGoal.Install } => new AgentStep.Finished(),
        { Journal.Installed: false } => new AgentStep.Wait(),
        { SentinelPresent: true, Journal.Bootstrap: not BootstrapStage.Succeeded } => new AgentStep.ConfirmBootstrap(),
        _ => NextForOsVersion(state, desired?.OsVersion) ?? NextForBootstrap(state, desired),
    };

    /// <summary>Whether an OS version is wanted that the host neither runs nor may be brought to now.</summary>
    public static bool IsOsVersionHeldBack(Journal journal, OsVersion wanted) =>
        !wanted.Apply && !IsInStage(journal, wanted, OsVersionStage.Running) && !IsInStage(journal, wanted, OsVersionStage.Rebooting);

    /// <summary>Whether the host must be wiped. A reset that was begun is finished even if the directive is gone with the host's object.</summary>
    public static bool IsResetDue(Journal journal, HostDirective? desired) => journal.Reset is not null || desired is { NeedsReset: true };

    private static AgentStep? NextForOsVersion(AgentState state, OsVersion? wanted)
    {
        Journal journal = state.Journal;
        if (wanted is null || IsInStage(journal, wanted, OsVersionStage.Running) || IsOsVersionHeldBack(journal, wanted))
            return null;

        // Burnt: the host came back without it once. A host that is not bootstrapped yet stays so until another version is asked for.
        if (IsInStage(journal, wanted, OsVersionStage.Failed))
            return new AgentStep.Wait();

        return IsInStage(journal, wanted, OsVersionStage.Rebooting) && journal.OsVersion!.BootId == state.BootId
            ? new AgentStep.Reboot()
            : new AgentStep.ReconcileOsVersion(wanted.Hash);
    }

    private static AgentStep NextForBootstrap(AgentState state, HostDirective? desired) => state switch
    {
        { Journal.Bootstrap: BootstrapStage.Succeeded } => new AgentStep.Wait(),
        { Facts.Bootstrap: BootstrapEvidence.RebootRequired } => new AgentStep.Reboot(),
        { Facts.Bootstrap: BootstrapEvidence.Applied } or { Journal.Bootstrap: BootstrapStage.Applied } => new AgentStep.AwaitBootstrap(),
        _ when desired is { BootstrapAvailable: true } => new AgentStep.Bootstrap(),
        _ => new AgentStep.Wait(),
    };

    private static bool IsInStage(Journal journal, OsVersion wanted, OsVersionStage stage) =>
        journal.OsVersion is { } known && known.Hash == wanted.Hash && known.Stage == stage;
}
