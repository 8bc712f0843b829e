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
        ReadySummary.Of(conditions, generation, [.. IfFalse(conditions, ConditionTypes.Connected), .. IfFalse(conditions, ConditionTypes.IdentityReady), .. claimed ? WhenClaimed : WhenFree]);

    // What a host last said counts for nothing once it has been away for too long, or where it is two. That it is there, and one, is no news.
    private static IEnumerable<string> IfFalse(IReadOnlyList<Condition>? conditions, string type) =>
        conditions?.Any(condition => condition.Type == type && condition.Status == ConditionStatus.False) == true ? [type] : [];

    private static readonly string[] WhenFree =
    [
        ConditionTypes.ResetReady,
        ConditionTypes.RegistrationReady,
        ConditionTypes.InstallationReady,
        ConditionTypes.OSVersionReady,
    ];

    private static readonly string[] WhenClaimed = [.. WhenFree, ConditionTypes.BootstrapReady];
}
