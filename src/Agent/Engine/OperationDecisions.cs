using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Agent.Engine;

/// <summary>The operation that a directive wants.</summary>
/// <param name="Key">What tells it from others.</param>
/// <param name="Apply">Whether the host may be changed for it now.</param>
/// <param name="Deadline">It is not begun after this; null: whenever.</param>
internal sealed record WantedOperation(OperationKey Key, bool Apply, DateTimeOffset? Deadline = null)
{
    /// <summary>What a directive wants; null where it wants nothing.</summary>
    /// <param name="desired">The directive; null while the server has not spoken.</param>
    /// <param name="journal">What the host remembers. A manager that knows no operations counts no attempts, so the host counts them for it.</param>
    public static WantedOperation? Of(HostDirective? desired, Journal journal) => desired switch
    {
        { Operation: { } operation } => new WantedOperation(
            new OperationKey(operation.Id, operation.Attempt, operation.Type, operation.Wanted), operation.Apply,
            operation.Deadline is { } deadline ? WireTimes.Of(deadline) : null),
        { OsVersion: { } version } => new WantedOperation(OlderKey(version.Hash, journal), version.Apply),
        _ => null,
    };

    private static OperationKey OlderKey(string hash, Journal journal)
    {
        OperationKey first = new(OlderOsVersion.OlderIdOf(hash), 0, OperationType.Upgrade, hash);
        return journal.Operation is { } known && known.Key with { Attempt = 0 } == first ? known.Key : first;
    }
}

/// <summary>What the agent does next for the operation that is wanted. No I/O and no clock: time comes in as a value.</summary>
internal static class OperationDecisions
{
    /// <summary>The next step; null where there is none.</summary>
    /// <param name="state">What is true.</param>
    /// <param name="desired">What is wanted; null while the server has not said so.</param>
    public static AgentStep? Next(AgentState state, HostDirective? desired)
    {
        if (desired is null)
            return null;

        OperationEntry? known = state.Journal.Operation;
        WantedOperation? wanted = WantedOperation.Of(desired, state.Journal);
        if (IsFailureOverForOlderManager(known, desired))
            return new AgentStep.CountAttempt(known!.Key with { Attempt = known.Key.Attempt + 1 });
        if (IsGivenUp(known, wanted, state.BootId))
            return new AgentStep.AbortOperation(known!.Key);

        return wanted is null ? null : NextFor(wanted, state);
    }

    /// <summary>
    /// How far the host is with what is wanted; null where it has not begun. What runs, what was rolled back and what a boot is about to prove is
    /// judged by what is wanted, whoever asks for it under whatever name; everything else by the very attempt.
    /// </summary>
    public static string? PhaseOf(Journal journal, WantedOperation wanted) => journal.Operation switch
    {
        { Phase: OperationPhase.Succeeded or OperationPhase.RolledBack or OperationPhase.Rebooting or OperationPhase.Verifying } known
            when known.Key.Type == wanted.Key.Type && known.Key.Wanted == wanted.Key.Wanted => known.Phase,
        { Phase: not (OperationPhase.Aborted or OperationPhase.Pending) } known when known.Key == wanted.Key => known.Phase,
        _ => null,
    };

    /// <summary>Whether an operation is wanted that the host may not carry out now, but could.</summary>
    public static bool IsHeldBack(Journal journal, WantedOperation wanted) => !wanted.Apply && PhaseOf(journal, wanted)
        is not (OperationPhase.Succeeded or OperationPhase.RolledBack or OperationPhase.Rebooting or OperationPhase.Verifying or OperationPhase.Expired);

    /// <summary>Whether nothing more comes of what is wanted, and the host is not as it is wanted.</summary>
    public static bool IsOutOfReach(Journal journal, WantedOperation? wanted) => wanted is not null
        && PhaseOf(journal, wanted) is OperationPhase.Failed or OperationPhase.RolledBack or OperationPhase.Expired;

    /// <summary>Whether an operation has left something on the host that its next boot may meet.</summary>
    public static bool IsBegun(OperationEntry? known) =>
        known is { Phase: OperationPhase.Preparing or OperationPhase.Applying or OperationPhase.Rebooting or OperationPhase.Verifying };

    /// <summary>When what is wanted can no longer be begun; null where that does not pass.</summary>
    public static DateTimeOffset? Deadline(AgentState state, HostDirective? desired) =>
        WantedOperation.Of(desired, state.Journal) is { Deadline: { } deadline } wanted && PhaseOf(state.Journal, wanted) is null ? deadline : null;

    private static AgentStep? NextFor(WantedOperation wanted, AgentState state) => PhaseOf(state.Journal, wanted) switch
    {
        OperationPhase.Succeeded or OperationPhase.RolledBack or OperationPhase.Failed or OperationPhase.Expired => null,
        OperationPhase.Rebooting when state.Journal.Operation!.BootId == state.BootId => new AgentStep.Reboot(),
        OperationPhase.Rebooting or OperationPhase.Verifying => new AgentStep.VerifyOperation(state.Journal.Operation!.Key),
        null when wanted.Deadline is { } deadline && deadline < state.Now => new AgentStep.ExpireOperation(wanted.Key, deadline),
        _ when !wanted.Apply || AgentDecisions.IsBootstrapping(state.Journal) => null,
        // The power was cut in the middle: whether anything was applied shows in what has booted.
        OperationPhase.Preparing or OperationPhase.Applying when state.Journal.Operation!.BootId != state.BootId => new AgentStep.CheckOperation(wanted.Key),
        OperationPhase.Preparing => new AgentStep.PrepareOperation(wanted.Key),
        OperationPhase.Applying => new AgentStep.ApplyOperation(wanted.Key),
        _ => new AgentStep.CheckOperation(wanted.Key),
    };

    // What nobody wants any more must not be booted by whatever reboot comes next. What a boot has met already is left to whoever looks at that.
    private static bool IsGivenUp(OperationEntry? known, WantedOperation? wanted, string bootId) =>
        known is { Phase: OperationPhase.Preparing or OperationPhase.Applying or OperationPhase.Rebooting }
        && (known.Phase != OperationPhase.Rebooting || known.BootId == bootId)
        && (wanted is null || (known.Key != wanted.Key && !(known.Phase == OperationPhase.Rebooting && known.Key.Wanted == wanted.Key.Wanted)));

    // Managers that know no attempts: whoever takes the version, or the leave to apply it, away and gives it again asks for another try.
    private static bool IsFailureOverForOlderManager(OperationEntry? known, HostDirective desired) =>
        known is { Phase: OperationPhase.Failed } failed
        && OlderOsVersion.IsOlderId(failed.Key.Id)
        && desired.Operation is null
        && (desired.OsVersion is null || (desired.OsVersion.Hash == failed.Key.Wanted && !desired.OsVersion.Apply));
}
