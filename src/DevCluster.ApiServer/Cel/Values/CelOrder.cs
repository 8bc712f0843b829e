namespace ElementalProvider.DevCluster.ApiServer.Cel.Values;

/// <summary>Which of two values comes first.</summary>
internal static class CelOrder
{
    /// <returns>Less than, equal to or more than zero; null where they cannot be compared, as with a number that is none.</returns>
    /// <exception cref="CelException">Values of these types have no order.</exception>
    public static int? Compare(object? left, object? right) => (left, right) switch
    {
        (long or ulong or double, long or ulong or double) => CompareNumbers(left, right),
        (bool a, bool b) => a.CompareTo(b),
        (string a, string b) => CompareTexts(a, b),
        (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
        (TimeSpan a, TimeSpan b) => a.CompareTo(b),
        (DateTimeOffset a, DateTimeOffset b) => a.CompareTo(b),
        _ => throw CelException.NoSuchOverload("_<_"),
    };

    public static int? CompareNumbers(object left, object right)
    {
        if (left is double || right is double)
        {
            (double a, double b) = (ToDouble(left), ToDouble(right));
            if (double.IsNaN(a) || double.IsNaN(b))
                return null;
            // Beyond 2^53 a double cannot tell neighbours apart, so the whole number decides there.
            return a == b && left is double != right is double && double.IsInteger(a) && Math.Abs(a) < 1e20 ? ToExact(left).CompareTo(ToExact(right)) : a.CompareTo(b);
        }

        return ToExact(left).CompareTo(ToExact(right));
    }

    private static double ToDouble(object number) => number switch { long whole => whole, ulong whole => whole, _ => (double)number };

    private static Int128 ToExact(object number) => number switch { long whole => whole, ulong whole => whole, _ => (Int128)(double)number };

    /// <summary>By code points, which differs from the order of UTF-16 beyond the basic plane.</summary>
    private static int CompareTexts(string left, string right)
    {
        int length = Math.Min(left.Length, right.Length);
        for (int at = 0; at < length; at++)
        {
            if (left[at] == right[at])
                continue;
            bool highLeft = char.IsSurrogate(left[at]), highRight = char.IsSurrogate(right[at]);
            return highLeft == highRight ? left[at].CompareTo(right[at]) : highLeft ? 1 : -1;
        }

        return left.Length.CompareTo(right.Length);
    }
}
