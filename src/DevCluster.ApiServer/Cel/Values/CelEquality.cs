using System.Runtime.CompilerServices;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>When two values are equal: numbers of all types on one line, lists and maps by what is in them, never an error.</summary>
internal static class CelEquality
{
    /// <summary>Compares keys of maps, of which whole numbers may be of either type.</summary>
    public static IEqualityComparer<object> Keys { get; } = new KeyComparer();

    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => left is null && right is null,
        (long or ulong or double, long or ulong or double) => CelOrder.CompareNumbers(left, right) == 0,
        (byte[] a, byte[] b) => a.AsSpan().SequenceEqual(b),
        (ListByIdentity a, IReadOnlyList<object?> b) => a.EqualsUnordered(b),
        (IReadOnlyList<object?> a, ListByIdentity b) => b.EqualsUnordered(a),
        (IReadOnlyList<object?> a, IReadOnlyList<object?> b) => AreEqualLists(a, b),
        (CelMap a, CelMap b) => AreEqualMaps(a, b),
        (CelOptional a, CelOptional b) => a.HasValue == b.HasValue && AreEqual(a.Value, b.Value),
        _ => left.Equals(right),
    };

    private static bool AreEqualLists(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
    {
        if (left.Count != right.Count)
            return false;
        for (int index = 0; index < left.Count; index++)
        {
            if (!AreEqual(left[index], right[index]))
                return false;
        }

        return true;
    }

    private static bool AreEqualMaps(CelMap left, CelMap right) =>
        left.Count == right.Count && left.Keys.All(key => left.TryGet(key, out object? mine) && right.TryGet(key, out object? other) && AreEqual(mine, other));

    private sealed class KeyComparer : IEqualityComparer<object>
    {
        public new bool Equals(object? x, object? y) => AreEqual(x, y);

        public int GetHashCode(object obj) => obj is ulong and <= long.MaxValue ? ((long)(ulong)obj).GetHashCode() : obj is long or ulong or string or bool ? obj.GetHashCode() : RuntimeHelpers.GetHashCode(obj);
    }
}
