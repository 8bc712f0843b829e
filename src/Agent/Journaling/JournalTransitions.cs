using ElementalProvider.Agent.Engine;
using ElementalProvider.Agent.Plugins;

namespace ElementalProvider.Agent.Journaling;

/// <summary>
/// What is on disk around each step: the whole memory of the agent can be read here. A crash may fall anywhere; whoever comes next decides
/// from what these two left behind.
/// </summary>
internal static class JournalTransitions
{
    /// <summary>What is on disk before a step's effect, so that a crash within it is recognized.</summary>
    /// <param name="step">What is about to be done.</param>
    /// <param name="journal">What is on disk now.</param>
    /// <param name="bootId">This boot of the host.</param>
    public static Journal Before(AgentStep step, Journal journal, string bootId) => step switch
    {
        AgentStep.Install => journal with { InstallBootId = bootId },
        AgentStep.ReconcileOsVersion version when !IsProof(journal, version) => InStage(journal, version, OsVersionStage.Applying, bootId),
        AgentStep.Bootstrap => journal with { Bootstrap = BootstrapStage.Applying },
        AgentStep.TriggerReset => journal with { Reset = Triggered(journal.Reset, bootId) },
        AgentStep.Wipe => journal with { Reset = Entering(ResetStage.Wiping, journal.Reset, bootId) },
        _ => journal,
    };

    /// <summary>What is on disk after a step's effect.</summary>
    /// <param name="step">What was done.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="journal">What is on disk now.</param>
    /// <param name="bootId">This boot of the host.</param>
    public static Journal After(AgentStep step, StepOutcome outcome, Journal journal, string bootId) => (step, outcome) switch
    {
        (_, StepOutcome.NotDone) => journal,
        (AgentStep.Register, StepOutcome.Configured read) => journal with { Registered = true, ResetConfig = read.ResetConfig },
        (AgentStep.PreparePlugin, StepOutcome.Learned learned) => JournalFacts.Reconcile(journal, learned.Facts),
        (AgentStep.FinalizeRegistration, _) => journal with { Finalized = true },
        (AgentStep.Install, StepOutcome.Configured read) => journal with { Installed = true, ResetConfig = read.ResetConfig },
        (AgentStep.ReconcileOsVersion version, StepOutcome.Refused refused) =>
            InStage(journal, version, OsVersionStage.Failed, bootId, refused.Message),
        (AgentStep.ReconcileOsVersion version, StepOutcome.Reconciled reconciled) =>
            InStage(journal, version, StageOf(reconciled.Version, IsProof(journal, version)), bootId),
        (AgentStep.ReleaseOsVersion, _) => journal with { OsVersion = null },
        (AgentStep.Bootstrap, _) => journal with { Bootstrap = BootstrapStage.Applied },
        (AgentStep.ConfirmBootstrap, _) => journal with { Bootstrap = BootstrapStage.Succeeded },
        (AgentStep.AnnounceReset, _) => journal with { Reset = Entering(ResetStage.Wiping, journal.Reset, bootId) },
        (AgentStep.Wipe, StepOutcome.Wiped wiped) =>
            journal with { Reset = Entering(ResetStage.Wiped, journal.Reset, bootId) with { WipedPaths = wiped.Paths } },
        (AgentStep.ShowEvidence, _) => new Journal { Reset = Entering(ResetStage.Released, journal.Reset, bootId) },
        (AgentStep.Forget, _) => new Journal(),
        _ => journal,
    };

    // Before leaves a version that waits for its proof as it is, so that after the call it can still be told from one that was just applied.
    private static bool IsProof(Journal journal, AgentStep.ReconcileOsVersion version) =>
        journal.OsVersion is { Stage: OsVersionStage.Rebooting } known && known.Hash == version.Hash;

    private static OsVersionStage StageOf(OsVersionOutcome outcome, bool isProof) => outcome switch
    {
        OsVersionOutcome.Running => OsVersionStage.Running,
        OsVersionOutcome.RolledBack => OsVersionStage.RolledBack,
        _ => isProof ? OsVersionStage.RolledBack : OsVersionStage.Rebooting,
    };

    private static Journal InStage(Journal journal, AgentStep.ReconcileOsVersion version, OsVersionStage stage, string bootId, string? message = null) =>
        journal with { OsVersion = new OsVersionEntry { Hash = version.Hash, Stage = stage, BootId = bootId, Message = message } };

    // Asked for twice in one boot is asked for once: the agent was cut off between the note and the reboot.
    private static ResetEntry Triggered(ResetEntry? known, string bootId) => known is { Stage: ResetStage.Triggered } && known.BootId == bootId
        ? known
        : new ResetEntry { Stage = ResetStage.Triggered, BootId = bootId, RequestedBootId = bootId, Attempts = (known?.Attempts ?? 0) + 1 };

    private static ResetEntry Entering(ResetStage stage, ResetEntry? known, string bootId) =>
        new() { Stage = stage, BootId = bootId, RequestedBootId = known?.RequestedBootId, Attempts = known?.Attempts ?? 0 };
}
