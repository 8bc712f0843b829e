using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Functions of lists, also as sets.</summary>
internal static class Lists
{
    private static readonly string[] Addable = ["int", "uint", "double", "duration"];
    private static readonly string[] Comparable = ["int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"];

    public static IEnumerable<Overload> All =>
    [
        .. Addable.Select(type => Overload.Of($"list<{type}>.sum(): {type}", a => Sum(Items(a, 0), type))),
        .. Comparable.SelectMany(type => (Overload[])
        [
            Overload.Of($"list<{type}>.min(): {type}", a => Extreme(Items(a, 0), "min", -1)),
            Overload.Of($"list<{type}>.max(): {type}", a => Extreme(Items(a, 0), "max", 1)),
            Overload.Of($"list<{type}>.isSorted(): bool", a => IsSorted(Items(a, 0))),
        ]),
        Overload.Of("list<T>.indexOf(T): int", a => IndexOf(Items(a, 0), a[1], 0, 1)),
        Overload.Of("list<T>.lastIndexOf(T): int", a => IndexOf(Items(a, 0), a[1], Items(a, 0).Count - 1, -1)),
        Overload.Of("::sets.contains(list<T>, list<T>): bool", a => Covers(Items(a, 0), Items(a, 1))),
        Overload.Of("::sets.equivalent(list<T>, list<T>): bool", a => Covers(Items(a, 0), Items(a, 1)) && Covers(Items(a, 1), Items(a, 0))),
        Overload.Of("::sets.intersects(list<T>, list<T>): bool", a => Items(a, 0).Any(item => Has(Items(a, 1), item))),
    ];

    private static IReadOnlyList<object?> Items(object?[] arguments, int index) => (IReadOnlyList<object?>)arguments[index]!;

    private static object Sum(IReadOnlyList<object?> items, string type)
    {
        Overload[] plus = [.. FunctionLibrary.Find("_+_")];
        object sum = type switch { "int" => 0L, "uint" => 0UL, "double" => 0.0, _ => TimeSpan.Zero };
        for (int index = 0; index < items.Count; index++)
        {
            object?[] operands = [sum, items[index]];
            // Where only the evaluator knows the type, it is that of the first item.
            sum = index == 0 ? items[0]! : (plus.FirstOrDefault(overload => overload.Accepts(operands, isMember: false)) ?? throw CelException.NoSuchOverload("sum")).Run(operands, new PatternCache())!;
        }

        return sum is long or ulong or double or TimeSpan ? sum : throw CelException.NoSuchOverload("sum");
    }

    private static object? Extreme(IReadOnlyList<object?> items, string function, int direction)
    {
        if (items.Count == 0)
            throw new CelException($"{function} called on empty list");
        return items.Aggregate((best, item) => CelOrder.Compare(item, best) * direction > 0 ? item : best);
    }

    private static bool IsSorted(IReadOnlyList<object?> items)
    {
        for (int index = 1; index < items.Count; index++)
        {
            if (CelOrder.Compare(items[index - 1], items[index]) > 0)
                return false;
        }

        return true;
    }

    private static long IndexOf(IReadOnlyList<object?> items, object? wanted, int from, int step)
    {
        for (int index = from; index >= 0 && index < items.Count; index += step)
        {
            if (CelEquality.AreEqual(items[index], wanted))
                return index;
        }

        return -1;
    }

    private static bool Covers(IReadOnlyList<object?> items, IReadOnlyList<object?> wanted) => wanted.All(item => Has(items, item));

    private static bool Has(IReadOnlyList<object?> items, object? wanted) => items.Any(item => CelEquality.AreEqual(item, wanted));
}
