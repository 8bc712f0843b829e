using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Arithmetic, comparison and access by index. What decides before its operands are known (and, or, ?:) is the evaluator's own.</summary>
internal static class Operators
{
    private static readonly string[] Ordered = ["bool", "string", "bytes", "duration", "timestamp"];
    private static readonly string[] Numbers = ["int", "uint", "double"];

    public static IEnumerable<Overload> All =>
    [
        .. Arithmetic, .. Relations,
        Overload.Of("_==_(T, T): bool", a => CelEquality.AreEqual(a[0], a[1])),
        Overload.Of("_!=_(T, T): bool", a => !CelEquality.AreEqual(a[0], a[1])),
        Overload.Of("!_(bool): bool", a => !(bool)a[0]!),
        Overload.Of("@in(T, list<T>): bool", a => ((IReadOnlyList<object?>)a[1]!).Any(item => CelEquality.AreEqual(item, a[0]))),
        Overload.Of("@in(K, map<K, V>): bool", a => a[0] is { } key && ((CelMap)a[1]!).TryGet(key, out _)),
        Overload.Of("_[_](list<T>, int): T", a => Element((IReadOnlyList<object?>)a[0]!, a[1])),
        Overload.Of("_[_](list<T>, uint): T", a => Element((IReadOnlyList<object?>)a[0]!, a[1])),
        Overload.Of("_[_](list<T>, double): T", a => Element((IReadOnlyList<object?>)a[0]!, a[1])),
        Overload.Of("_[_](map<K, V>, K): V", a => Member((CelMap)a[0]!, a[1])),
        Overload.Of("size(string): int", a => TextIndex.Length((string)a[0]!)),
        Overload.Of("string.size(): int", a => TextIndex.Length((string)a[0]!)),
        .. ((string[])["bytes", "list<T>", "map<K, V>"]).SelectMany(type => (Overload[])[Overload.Of($"size({type}): int", a => Size(a[0])), Overload.Of($"{type}.size(): int", a => Size(a[0]))]),
    ];

    private static IEnumerable<Overload> Arithmetic =>
    [
        Overload.Of("_+_(int, int): int", a => Whole(() => checked((long)a[0]! + (long)a[1]!))),
        Overload.Of("_+_(uint, uint): uint", a => Whole(() => checked((ulong)a[0]! + (ulong)a[1]!))),
        Overload.Of("_+_(double, double): double", a => (double)a[0]! + (double)a[1]!),
        Overload.Of("_+_(string, string): string", a => (string)a[0]! + (string)a[1]!),
        Overload.Of("_+_(bytes, bytes): bytes", a => (byte[])[.. (byte[])a[0]!, .. (byte[])a[1]!]),
        Overload.Of("_+_(list<T>, list<T>): list<T>", a => a[0] is ListByIdentity known ? known.Merge((IReadOnlyList<object?>)a[1]!) : (object?[])[.. (IReadOnlyList<object?>)a[0]!, .. (IReadOnlyList<object?>)a[1]!]),
        Overload.Of("_-_(int, int): int", a => Whole(() => checked((long)a[0]! - (long)a[1]!))),
        Overload.Of("_-_(uint, uint): uint", a => Whole(() => checked((ulong)a[0]! - (ulong)a[1]!))),
        Overload.Of("_-_(double, double): double", a => (double)a[0]! - (double)a[1]!),
        Overload.Of("_*_(int, int): int", a => Whole(() => checked((long)a[0]! * (long)a[1]!))),
        Overload.Of("_*_(uint, uint): uint", a => Whole(() => checked((ulong)a[0]! * (ulong)a[1]!))),
        Overload.Of("_*_(double, double): double", a => (double)a[0]! * (double)a[1]!),
        Overload.Of("_/_(int, int): int", a => (long)a[1]! == 0 ? throw new CelException("division by zero") : Whole(() => checked((long)a[0]! / (long)a[1]!))),
        Overload.Of("_/_(uint, uint): uint", a => (ulong)a[1]! == 0 ? throw new CelException("division by zero") : (ulong)a[0]! / (ulong)a[1]!),
        Overload.Of("_/_(double, double): double", a => (double)a[0]! / (double)a[1]!),
        Overload.Of("_%_(int, int): int", a => (long)a[1]! == 0 ? throw new CelException("modulus by zero") : (long)a[1]! == -1 ? 0L : (long)a[0]! % (long)a[1]!),
        Overload.Of("_%_(uint, uint): uint", a => (ulong)a[1]! == 0 ? throw new CelException("modulus by zero") : (ulong)a[0]! % (ulong)a[1]!),
        Overload.Of("-_(int): int", a => Whole(() => checked(-(long)a[0]!))),
        Overload.Of("-_(double): double", a => -(double)a[0]!),
    ];

    private static IEnumerable<Overload> Relations =>
        from relation in ((string, Func<int, bool>)[])[("<", order => order < 0), ("<=", order => order <= 0), (">", order => order > 0), (">=", order => order >= 0)]
        from types in Ordered.Select(type => (type, type)).Concat(Numbers.SelectMany(left => Numbers.Select(right => (left, right))))
        select Overload.Of($"_{relation.Item1}_({types.Item1}, {types.Item2}): bool", a => CelOrder.Compare(a[0], a[1]) is { } order && relation.Item2(order));

    /// <summary>The member of a map.</summary>
    /// <exception cref="CelException">It is not there.</exception>
    public static object? Member(CelMap map, object? key) =>
        key is not null && map.TryGet(key, out object? value) ? value : throw CelException.NoSuchKey(Conversions.Describe(key));

    /// <summary>The element of a list, or nothing where the index is outside of it.</summary>
    /// <exception cref="CelException">The index is no whole number.</exception>
    public static bool TryElement(IReadOnlyList<object?> list, object? index, out object? element)
    {
        double at = index switch
        {
            long whole => whole,
            ulong whole => whole,
            double number when double.IsInteger(number) => number,
            _ => throw new CelException($"unsupported index type '{CelTypeNames.Of(index)}' in list"),
        };
        bool isInside = at >= 0 && at < list.Count;
        element = isInside ? list[(int)at] : null;
        return isInside;
    }

    private static object? Element(IReadOnlyList<object?> list, object? index) =>
        TryElement(list, index, out object? element) ? element : throw new CelException($"index out of bounds: {index}");

    private static long Size(object? value) => value switch
    {
        byte[] bytes => bytes.Length,
        IReadOnlyList<object?> list => list.Count,
        _ => ((CelMap)value!).Count,
    };

    private static object Whole<T>(Func<T> compute)
        where T : struct
    {
        try
        {
            return compute();
        }
        catch (OverflowException)
        {
            throw CelException.Overflow();
        }
    }
}
