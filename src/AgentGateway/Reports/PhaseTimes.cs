using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>A phase that a host has left.</summary>
/// <param name="Phase">One of <see cref="HostPhase"/>, or Other.</param>
/// <param name="Lasted">How long the host was in it.</param>
internal sealed record EndedPhase(string Phase, TimeSpan Lasted);

/// <summary>When phases begin and how long they lasted. Pure; the beginning is in the status, so that it outlives whoever saw it.</summary>
internal static class PhaseTimes
{
    private const string Other = "Other";

    /// <summary>The status with the host in a phase; in the one it is in already, nothing changes.</summary>
    /// <param name="status">The status before.</param>
    /// <param name="phase">The phase now.</param>
    /// <param name="now">The time to note where it is another one.</param>
    public static ElementalHostStatus Enter(ElementalHostStatus status, string? phase, DateTimeOffset now) =>
        phase == status.Phase ? status : status with { Phase = phase, LastPhaseTransitionTime = now };

    /// <summary>The phase that ended between two states; null where none did, or its beginning is not known.</summary>
    /// <param name="before">The status before.</param>
    /// <param name="after">The status after.</param>
    public static EndedPhase? Between(ElementalHostStatus? before, ElementalHostStatus? after) =>
        before?.Phase != after?.Phase ? Ended(before, after?.LastPhaseTransitionTime) : null;

    /// <summary>The phase that ends when a host shows that it was wiped; null where it had shown so before.</summary>
    /// <param name="before">The status before.</param>
    /// <param name="now">The time.</param>
    public static EndedPhase? AtProof(ElementalHostStatus? before, DateTimeOffset now) =>
        before?.Phase == HostPhase.Resetting && Conditions.IsTrue(before.Conditions, ConditionTypes.ResetReady) ? null : Ended(before, now);

    private static EndedPhase? Ended(ElementalHostStatus? before, DateTimeOffset? at) =>
        before is { Phase: { } phase, LastPhaseTransitionTime: { } since } && at is { } end && end >= since
            ? new EndedPhase(HostPhase.All.Contains(phase) ? phase : Other, end - since)
            : null;
}
