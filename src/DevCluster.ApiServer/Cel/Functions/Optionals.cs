using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Values that may not be there. Selection by .? and [?] is the evaluator's own.</summary>
internal static class Optionals
{
    public static IEnumerable<Overload> All =>
    [
        Overload.Of("::optional.none(): optional<T>", _ => CelOptional.None),
        Overload.Of("::optional.of(T): optional<T>", a => CelOptional.Of(a[0])),
        Overload.Of("::optional.ofNonZeroValue(T): optional<T>", a => IsZero(a[0]) ? CelOptional.None : CelOptional.Of(a[0])),
        Overload.Of("optional<T>.hasValue(): bool", a => ((CelOptional)a[0]!).HasValue),
        Overload.Of("optional<T>.value(): T", a => (CelOptional)a[0]! is { HasValue: true } optional ? optional.Value : throw new CelException("optional.none() dereference")),
    ];

    private static bool IsZero(object? value) => value switch
    {
        null or false or 0L or 0UL or 0.0 or "" => true,
        byte[] bytes => bytes.Length == 0,
        IReadOnlyList<object?> list => list.Count == 0,
        CelMap map => map.Count == 0,
        TimeSpan duration => duration == TimeSpan.Zero,
        _ => false,
    };
}
