using ElementalProvider.Api.Meta;

namespace ElementalProvider.ControllerRuntime;

/// <summary>Reads and changes lists of conditions. Lists are never changed in place; an unchanged condition keeps its list.</summary>
public static class Conditions
{
    /// <summary>The condition of a type, or null.</summary>
    /// <param name="conditions">Conditions of an object.</param>
    /// <param name="type">The type looked for.</param>
    public static Condition? Find(IReadOnlyList<Condition>? conditions, string type) =>
        conditions?.FirstOrDefault(condition => condition.Type == type);

    /// <summary>Whether the condition of a type is there and True.</summary>
    /// <param name="conditions">Conditions of an object.</param>
    /// <param name="type">The type looked for.</param>
    public static bool IsTrue(IReadOnlyList<Condition>? conditions, string type) =>
        Find(conditions, type)?.Status == ConditionStatus.True;

    /// <summary>
    /// The list with one condition set. <see cref="Condition.LastTransitionTime"/> moves only when the status changes; where nothing
    /// changes the very same list comes back, so that "did the status change?" stays cheap.
    /// </summary>
    /// <param name="conditions">Conditions of an object.</param>
    /// <param name="wanted">What is observed now; its transition time is ignored.</param>
    /// <param name="now">The time to note for a transition, cut to whole seconds as the API keeps it.</param>
    public static IReadOnlyList<Condition> Set(IReadOnlyList<Condition>? conditions, Condition wanted, DateTimeOffset now)
    {
        IReadOnlyList<Condition> before = conditions ?? [];
        Condition? existing = Find(before, wanted.Type);
        Condition next = wanted with
        {
            LastTransitionTime = existing?.Status == wanted.Status ? existing.LastTransitionTime : WholeSeconds(now),
        };

        if (next == existing)
            return before;

        return existing is null
            ? [.. before, next]
            : [.. before.Select(condition => condition.Type == next.Type ? next : condition)];
    }

    /// <summary>The list with every given condition set, see <see cref="Set(IReadOnlyList{Condition}?, Condition, DateTimeOffset)"/>.</summary>
    /// <param name="conditions">Conditions of an object.</param>
    /// <param name="wanted">What is observed now.</param>
    /// <param name="now">The time to note for transitions.</param>
    public static IReadOnlyList<Condition> Set(IReadOnlyList<Condition>? conditions, IEnumerable<Condition> wanted, DateTimeOffset now) =>
        wanted.Aggregate(conditions ?? [], (list, condition) => Set(list, condition, now));

    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}
