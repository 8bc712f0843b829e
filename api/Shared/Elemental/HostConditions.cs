using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Elemental;

/// <summary>How the conditions of an <c>ElementalHost</c> relate.</summary>
public static class HostConditions
{
    /// <summary>
    /// The Ready condition of a host. Of one that is away, or is two, nothing is known. A reset comes next: it overrides whatever else the host was doing.
    /// Bootstrapping counts only while the host is claimed.
    /// </summary>
    /// <param name="conditions">Conditions of the host.</param>
    /// <param name="claimed">Whether <c>spec.machineRef</c> names a machine.</param>
    /// <param name="generation">metadata.generation that the conditions were computed from.</param>
    /// <returns>The condition; its transition time is left for the caller to keep or set.</returns>
    public static Condition Summarize(IReadOnlyList<Condition>? conditions, bool claimed, long? generation) =>
        ReadySummary.Of(
            conditions,
            generation,
            [
                .. IfFalse(conditions, ConditionTypes.Connected),
                .. IfFalse(conditions, ConditionTypes.IdentityReady),
                ConditionTypes.ResetReady,
                .. OfOrphans(conditions),
                .. claimed ? WhenClaimed : WhenFree,
            ]);

    // What a host last said counts for nothing once it has been away for too long, or where it is two. That it is there, and one, is no news.
    private static IEnumerable<string> IfFalse(IReadOnlyList<Condition>? conditions, string type) =>
        conditions?.Any(condition => condition.Type == type && condition.Status == ConditionStatus.False) == true ? [type] : [];

    /// <summary>The Ready condition of a host that has not reported to this management cluster yet: what it is, nobody here knows.</summary>
    /// <param name="name">Name of the ElementalHost.</param>
    public static Condition NotReported(string? name) => new()
    {
        Type = ConditionTypes.Ready,
        Status = ConditionStatus.Unknown,
        Reason = Reasons.HostNotReported,
        Message = $"the host {name} has not reported to this management cluster yet",
    };

    // Counts where it is there: a host that serves nobody's machine is told apart before anything else.
    private static IEnumerable<string> OfOrphans(IReadOnlyList<Condition>? conditions) =>
        conditions?.Any(condition => condition.Type == ConditionTypes.AssociationReady) == true ? [ConditionTypes.AssociationReady] : [];

    private static readonly string[] WhenFree =
    [
        ConditionTypes.RegistrationReady,
        ConditionTypes.InstallationReady,
        ConditionTypes.OSVersionReady,
    ];

    private static readonly string[] WhenClaimed = [.. WhenFree, ConditionTypes.BootstrapReady];
}
