using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.Agent.Engine;

/// <summary>What the agent does next. No I/O, no clock: the whole order of things can be read here.</summary>
internal static class AgentDecisions
{
    /// <summary>The next step: reset before all else, then registration, installation, operation, bootstrap.</summary>
    /// <param name="state">What is true.</param>
    /// <param name="desired">What is wanted; null while the server has not said so.</param>
    public static AgentStep Next(AgentState state, HostDirective? desired) => state switch
    {
        { Journal.Reset.Stage: ResetStage.Released } => new AgentStep.Forget(),
        { Goal: AgentGoal.Reset } => NextForReset(state),
        { Goal: AgentGoal.Run, HasIdentity: false } => new AgentStep.Refuse("This host is not registered: run \"elemental-agent register --install\" first."),
        _ when IsResetDue(state.Journal, desired) => state.PluginReady ? new AgentStep.TriggerReset() : new AgentStep.PreparePlugin(),
        { Journal.Registered: false } or { IsRejected: true } => new AgentStep.Register(),
        { PluginReady: false } => new AgentStep.PreparePlugin(),
        { Journal.Finalized: false } => new AgentStep.FinalizeRegistration(),
        { Goal: AgentGoal.Register } => new AgentStep.Finished(),
        { Goal: AgentGoal.Install, Journal.Installed: false } => new AgentStep.Install(),
        { Goal: AgentGoal.Install } => new AgentStep.Finished(),
        { Journal.Installed: false } => new AgentStep.Wait(),
        { SentinelPresent: true, Journal.Bootstrap: not BootstrapStage.Succeeded } => new AgentStep.ConfirmBootstrap(),
        _ => OperationDecisions.Next(state, desired) ?? NextForBootstrap(state, desired),
    };

    /// <summary>Whether the host must be wiped. A reset that was begun is finished even if the directive is gone with the host's object.</summary>
    public static bool IsResetDue(Journal journal, HostDirective? desired) => journal.Reset is not null || desired is { NeedsReset: true };

    /// <summary>The reset command: announce, wipe, show the evidence, and only then forget who the host was.</summary>
    private static AgentStep NextForReset(AgentState state) => state switch
    {
        { HasIdentity: false } => new AgentStep.Finished(),
        { Journal.Reset: { Stage: ResetStage.Triggered } triggered } when triggered.BootId == state.BootId => new AgentStep.Refuse(
            "The reset was asked for in this very boot, and must not wipe the system that is running: reboot into recovery, then run \"elemental-agent reset\" there."),
        { Journal.Reset: null or { Stage: ResetStage.Triggered } } => new AgentStep.AnnounceReset(),
        { Journal.Reset.Stage: ResetStage.Wiped } => new AgentStep.ShowEvidence(),
        { PluginReady: false } => new AgentStep.PreparePlugin(),
        _ => new AgentStep.Wipe(),
    };

    private static AgentStep NextForBootstrap(AgentState state, HostDirective? desired) => state switch
    {
        { Journal.Bootstrap: BootstrapStage.Succeeded } => new AgentStep.Wait(),
        { Facts.Bootstrap: BootstrapEvidence.RebootRequired } => new AgentStep.Reboot(),
        { Facts.Bootstrap: BootstrapEvidence.Applied } or { Journal.Bootstrap: BootstrapStage.Applied } => NextWhileBootstrapping(state),
        // A machine that was promised another OS than the host can have must not join its cluster.
        _ when desired is { BootstrapAvailable: true } && !OperationDecisions.IsOutOfReach(state.Journal, WantedOperation.Of(desired, state.Journal)) =>
            new AgentStep.Bootstrap(),
        _ => new AgentStep.Wait(),
    };

    /// <summary>What failed is looked into once, and still waited for: somebody may mend it on the host.</summary>
    private static AgentStep NextWhileBootstrapping(AgentState state) => state switch
    {
        { HasBootstrapFailed: true, Journal.BootstrapFailure: not { HasEnded: true } } => new AgentStep.ExplainBootstrap(HasEnded: true),
        { IsBootstrapOverdue: true, Journal.BootstrapFailure: null } => new AgentStep.ExplainBootstrap(HasEnded: false),
        _ => new AgentStep.AwaitBootstrap(),
    };

    /// <summary>Whether bootstrap data is being executed. A reboot in the middle of that could leave half a node, so no operation is begun meanwhile.</summary>
    public static bool IsBootstrapping(Journal journal) => journal.Bootstrap is BootstrapStage.Applying or BootstrapStage.Applied;
}

/// <summary>Everything about the host that a decision rests on, seen at one moment.</summary>
internal sealed record AgentState
{
    public required AgentGoal Goal { get; init; }

    public required Journal Journal { get; init; }

    public required OsFacts Facts { get; init; }

    public required string BootId { get; init; }

    /// <summary>The time, by the host's clock.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Whether the host has a name and a key.</summary>
    public required bool HasIdentity { get; init; }

    /// <summary>Whether the server has just not taken the host for one of its own.</summary>
    public bool IsRejected { get; init; }

    /// <summary>Whether the OS plugin is there and has told its facts.</summary>
    public bool PluginReady { get; init; }

    /// <summary>Whether the bootstrap sentinel is there in this boot.</summary>
    public bool SentinelPresent { get; init; }

    /// <summary>Whether the tool that executes the bootstrap data has ended in failure.</summary>
    public bool HasBootstrapFailed { get; init; }

    /// <summary>Whether the sentinel was waited for too long.</summary>
    public bool IsBootstrapOverdue { get; init; }
}
