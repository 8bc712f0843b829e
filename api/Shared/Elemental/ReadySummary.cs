using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.Elemental;

/// <summary>How the Ready condition of an object follows from its other conditions.</summary>
public static class ReadySummary
{
    /// <summary>
    /// Ready is True when every given condition is True; otherwise False with reason and message of the first that is not, in the order
    /// given, or Unknown where that is only that nobody hears of the host. The transition time is left for the caller to keep or set.
    /// </summary>
    /// <param name="conditions">Conditions of the object.</param>
    /// <param name="generation">metadata.generation that the conditions were computed from.</param>
    /// <param name="types">Types that must be True, the most telling first.</param>
    public static Condition Of(IReadOnlyList<Condition>? conditions, long? generation, params IEnumerable<string> types)
    {
        foreach (string type in types)
        {
            Condition? condition = conditions?.FirstOrDefault(candidate => candidate.Type == type);
            if (condition?.Status == ConditionStatus.True)
                continue;

            return new Condition
            {
                Type = ConditionTypes.Ready,
                Status = Of(condition?.Reason),
                Reason = condition?.Reason ?? Reasons.NotReady,
                Message = condition?.Message ?? $"{type} is not known yet",
                ObservedGeneration = generation,
            };
        }

        return new Condition
        {
            Type = ConditionTypes.Ready,
            Status = ConditionStatus.True,
            Reason = Reasons.Ready,
            ObservedGeneration = generation,
        };
    }

    private static string Of(string? reason) =>
        reason is Reasons.HostLost or Reasons.HostNeverConnected or Reasons.HostNotReported ? ConditionStatus.Unknown : ConditionStatus.False;
}
