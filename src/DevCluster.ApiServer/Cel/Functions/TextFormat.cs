using System.Globalization;
using System.Text;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>The clauses of format(): %s, %d, %f, %e, %b, %o, %x, %X and %%, with a precision for %f and %e.</summary>
internal static class TextFormat
{
    /// <exception cref="CelException">A clause is unknown, or has no argument of its type.</exception>
    public static string Format(string format, IReadOnlyList<object?> arguments)
    {
        var result = new StringBuilder();
        int next = 0;
        for (int at = 0; at < format.Length; at++)
        {
            if (format[at] != '%')
            {
                result.Append(format[at]);
                continue;
            }

            if (++at < format.Length && format[at] == '%')
            {
                result.Append('%');
                continue;
            }

            int precision = Precision(format, ref at);
            if (at >= format.Length)
                throw new CelException("unexpected end of format string");
            if (next >= arguments.Count)
                throw new CelException($"index {next} out of range");
            result.Append(Clause(format[at], precision, arguments[next++]));
        }

        return result.ToString();
    }

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char letter in text)
        {
            quoted.Append(letter switch
            {
                '\a' => "\\a",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\v' => "\\v",
                '\\' => "\\\\",
                '"' => "\\\"",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static int Precision(string format, ref int at)
    {
        if (at >= format.Length || format[at] != '.')
            return 6;
        int start = ++at;
        while (at < format.Length && char.IsAsciiDigit(format[at]))
            at++;
        return int.TryParse(format.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int precision) && precision <= 100
            ? precision
            : throw new CelException("could not parse formatting clause: invalid precision");
    }

    private static string Clause(char letter, int precision, object? value) => (letter, value) switch
    {
        ('s', _) => Show(value),
        ('d', long or ulong or double) => Conversions.Describe(value),
        ('f', long or ulong or double) => ToDouble(value).ToString($"F{precision}", CultureInfo.InvariantCulture),
        ('e', long or ulong or double) => ToDouble(value).ToString($"0.{new string('0', precision)}e+00", CultureInfo.InvariantCulture),
        ('b', bool flag) => flag ? "1" : "0",
        ('b', long or ulong) => Radix(value, 2),
        ('o', long or ulong) => Radix(value, 8),
        ('x', long or ulong) => Radix(value, 16),
        ('X', long or ulong) => Radix(value, 16).ToUpperInvariant(),
        ('x', string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ('X', string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        ('x', byte[] bytes) => Convert.ToHexStringLower(bytes),
        ('X', byte[] bytes) => Convert.ToHexString(bytes),
        ('d' or 'f' or 'e' or 'b' or 'o' or 'x' or 'X', _) => throw new CelException($"error during formatting: no formatting function for {CelTypeNames.Of(value)} with %{letter}"),
        _ => throw new CelException($"could not parse formatting clause: unrecognized formatting clause \"{letter}\""),
    };

    private static string Show(object? value) => value switch
    {
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        IReadOnlyList<object?> list => $"[{string.Join(", ", list.Select(Show))}]",
        CelMap map => $"{{{string.Join(", ", map.Keys.Select(key => $"{Show(key)}: {Show(Operators.Member(map, key))}").Order(StringComparer.Ordinal))}}}",
        CelTypeName type => type.Name,
        null or bool or long or ulong or double or string or TimeSpan or DateTimeOffset => Conversions.Describe(value),
        _ => throw new CelException($"error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given {CelTypeNames.Of(value)}"),
    };

    private static double ToDouble(object? number) => number switch { long whole => whole, ulong whole => whole, _ => (double)number! };

    private static string Radix(object? number, int radix)
    {
        bool isNegative = number is < 0L;
        ulong left = number is long whole ? (ulong)Int128.Abs(whole) : (ulong)number!;
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, "0123456789abcdef"[(int)(left % (ulong)radix)]);
            left /= (ulong)radix;
        }
        while (left > 0);
        return isNegative ? $"-{digits}" : digits.ToString();
    }
}
