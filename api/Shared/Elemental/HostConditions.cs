using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Elemental;

/// <summary>How the conditions of an <c>ElementalHost</c> relate.</summary>
public static class HostConditions
{
    /// <summary>
    /// The Ready condition of a host. A reset comes first: it overrides whatever else the host was doing. Bootstrapping counts only
    /// while the host is claimed.
    /// </summary>
    /// <param name="conditions">Conditions of the host.</param>
    /// <param name="claimed">Whether <c>spec.machineRef</c> names a machine.</param>
    /// <param name="generation">metadata.generation that the conditions were computed from.</param>
    /// <returns>The condition; its transition time is left for the caller to keep or set.</returns>
    public static Condition Summarize(IReadOnlyList<Condition>? conditions, bool claimed, long? generation) =>
        ReadySummary.Of(conditions, generation, claimed ? WhenClaimed : WhenFree);

    private static readonly string[] WhenFree =
    [
        ConditionTypes.ResetReady,
        ConditionTypes.RegistrationReady,
        ConditionTypes.InstallationReady,
        ConditionTypes.OSVersionReady,
    ];

    private static readonly string[] WhenClaimed = [.. WhenFree, ConditionTypes.BootstrapReady];
}
