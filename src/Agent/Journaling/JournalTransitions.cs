using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Engine;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;

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
        // Looking again at what a boot cut off takes nothing back: until it is known better, it may have been applied.
        AgentStep.CheckOperation check when journal.Operation?.Key == check.Operation && OperationDecisions.IsBegun(journal.Operation) => journal,
        AgentStep.CheckOperation check => InPhase(journal, check.Operation, OperationPhase.Pending, bootId),
        AgentStep.PrepareOperation prepare => InPhase(journal, prepare.Operation, OperationPhase.Preparing, bootId),
        AgentStep.ApplyOperation apply => InPhase(journal, apply.Operation, OperationPhase.Applying, bootId),
        AgentStep.VerifyOperation verify => InPhase(journal, verify.Operation, OperationPhase.Verifying, journal.Operation?.BootId ?? bootId),
        AgentStep.Bootstrap => journal with { Bootstrap = BootstrapStage.Applying, BootstrapBootId = bootId, BootstrapAt = null },
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
        (AgentStep.OfOperation operation, _) => AfterOperation(operation, outcome, journal, bootId),
        (AgentStep.Bootstrap, StepOutcome.Placed placed) => journal with { Bootstrap = BootstrapStage.Applied, BootstrapAt = placed.At, BootstrapTraceparent = placed.Traceparent },
        (AgentStep.ExplainBootstrap explained, StepOutcome.Explained words) =>
            journal with { BootstrapFailure = new BootstrapFailure(explained.HasEnded, words.Message) },
        (AgentStep.ConfirmBootstrap, _) => journal with { Bootstrap = BootstrapStage.Succeeded, BootstrapFailure = null },
        (AgentStep.AnnounceReset, _) => journal with { Reset = Entering(ResetStage.Wiping, journal.Reset, bootId) },
        (AgentStep.Wipe, StepOutcome.Wiped wiped) =>
            journal with { Reset = Entering(ResetStage.Wiped, journal.Reset, bootId) with { WipedPaths = wiped.Paths } },
        (AgentStep.ShowEvidence, _) => new Journal { Reset = Entering(ResetStage.Released, journal.Reset, bootId) },
        (AgentStep.Forget, _) => new Journal(),
        _ => journal,
    };

    /// <summary>
    /// What is on disk once the server has said what the host serves. It stays when the server knows of nothing any more: then that is what the host
    /// has to say.
    /// </summary>
    /// <param name="serves">What the server says.</param>
    /// <param name="step">What is about to be done.</param>
    /// <param name="journal">What is on disk now.</param>
    /// <param name="bootId">This boot of the host.</param>
    public static Journal Serving(Serving? serves, AgentStep step, Journal journal, string bootId)
    {
        if (serves is null || (journal.Bootstrap == BootstrapStage.None && step is not AgentStep.Bootstrap))
            return journal;

        string since = journal is { Bootstrap: not BootstrapStage.None, Serves: { } known } ? known.BootId : bootId;
        return journal with { Serves = new ServingEntry(serves.Machine, serves.Cluster, since) };
    }

    private static Journal AfterOperation(AgentStep.OfOperation step, StepOutcome outcome, Journal journal, string bootId)
    {
        (string? phase, string? message) = (step, outcome) switch
        {
            (AgentStep.CountAttempt, _) => (OperationPhase.Pending, null),
            (AgentStep.ExpireOperation expired, _) => (OperationPhase.Expired, expired.Why),
            (AgentStep.AbortOperation, StepOutcome.Refused refused) => (OperationPhase.Aborted, refused.Message),
            (AgentStep.AbortOperation, _) => (OperationPhase.Aborted, null),
            (_, StepOutcome.Refused refused) => (OperationPhase.Failed, refused.Message),
            (AgentStep.CheckOperation, StepOutcome.Checked found) => (PhaseAfter(found.Verdict), null),
            (AgentStep.PrepareOperation, _) => (OperationPhase.Applying, null),
            (AgentStep.ApplyOperation, StepOutcome.Applied applied) => (applied.RebootRequired ? OperationPhase.Rebooting : OperationPhase.Verifying, null),
            (AgentStep.VerifyOperation, StepOutcome.Verified { Verdict: VerifyVerdict.Ok }) => (OperationPhase.Succeeded, null),
            // Only a boot can have rolled it back; without one it was simply not done, and another attempt may.
            (AgentStep.VerifyOperation, StepOutcome.Verified found) when journal.Operation?.BootId == bootId => (OperationPhase.Failed, found.Describe()),
            (AgentStep.VerifyOperation, StepOutcome.Verified) => (OperationPhase.RolledBack, null),
            _ => default((string?, string?)),
        };
        return phase is null ? journal : InPhase(journal, step.Operation, phase, bootId, message);
    }

    private static string PhaseAfter(PreflightVerdict verdict) => verdict switch
    {
        PreflightVerdict.AlreadySatisfied => OperationPhase.Succeeded,
        PreflightVerdict.RolledBack => OperationPhase.RolledBack,
        _ => OperationPhase.Preparing,
    };

    private static Journal InPhase(Journal journal, OperationKey operation, string phase, string bootId, string? message = null) =>
        journal with { Operation = new OperationEntry { Key = operation, Phase = phase, BootId = bootId, Message = message } };

    // Asked for twice in one boot is asked for once: the agent was cut off between the note and the reboot.
    private static ResetEntry Triggered(ResetEntry? known, string bootId) => known is { Stage: ResetStage.Triggered } && known.BootId == bootId
        ? known
        : new ResetEntry { Stage = ResetStage.Triggered, BootId = bootId, RequestedBootId = bootId, Attempts = (known?.Attempts ?? 0) + 1 };

    private static ResetEntry Entering(ResetStage stage, ResetEntry? known, string bootId) =>
        new() { Stage = stage, BootId = bootId, RequestedBootId = known?.RequestedBootId, Attempts = known?.Attempts ?? 0 };
}
