using System.Globalization;
using System.Net;
using System.Text;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Values of one type made from those of another.</summary>
internal static class Conversions
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static IEnumerable<Overload> All =>
    [
        Overload.Of("int(int): int", a => a[0]),
        Overload.Of("int(uint): int", a => (ulong)a[0]! <= long.MaxValue ? (long)(ulong)a[0]! : throw CelException.Overflow()),
        Overload.Of("int(double): int", a => (double)a[0]! is > -9223372036854775808.0 and < 9223372036854775808.0 ? (long)(double)a[0]! : throw CelException.Overflow()),
        Overload.Of("int(string): int", a => long.TryParse((string)a[0]!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : throw NotA("int", a[0])),
        Overload.Of("int(timestamp): int", a => ((DateTimeOffset)a[0]!).ToUnixTimeSeconds()),
        Overload.Of("uint(uint): uint", a => a[0]),
        Overload.Of("uint(int): uint", a => (long)a[0]! >= 0 ? (ulong)(long)a[0]! : throw new CelException("unsigned integer overflow")),
        Overload.Of("uint(double): uint", a => (double)a[0]! is >= 0 and < 18446744073709551616.0 ? (ulong)(double)a[0]! : throw new CelException("unsigned integer overflow")),
        Overload.Of("uint(string): uint", a => ulong.TryParse((string)a[0]!, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : throw NotA("uint", a[0])),
        Overload.Of("double(double): double", a => a[0]),
        Overload.Of("double(int): double", a => (double)(long)a[0]!),
        Overload.Of("double(uint): double", a => (double)(ulong)a[0]!),
        Overload.Of("double(string): double", a => double.TryParse((string)a[0]!, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : throw NotA("double", a[0])),
        .. ((string[])["string", "int", "uint", "double", "bool", "timestamp", "duration", "net.IP", "net.CIDR"]).Select(type => Overload.Of($"string({type}): string", a => Describe(a[0]))),
        Overload.Of("string(bytes): string", a => Decode((byte[])a[0]!)),
        Overload.Of("bytes(bytes): bytes", a => a[0]),
        Overload.Of("bytes(string): bytes", a => Encoding.UTF8.GetBytes((string)a[0]!)),
        Overload.Of("bool(bool): bool", a => a[0]),
        Overload.Of("bool(string): bool", a => Flag((string)a[0]!)),
        Overload.Of("timestamp(timestamp): timestamp", a => a[0]),
        Overload.Of("timestamp(string): timestamp", a => TimeText.ParseTimestamp((string)a[0]!) ?? throw NotA("google.protobuf.Timestamp", a[0])),
        Overload.Of("timestamp(int): timestamp", a => (long)a[0]! is >= -62135596800 and <= 253402300799 ? DateTimeOffset.FromUnixTimeSeconds((long)a[0]!) : throw new CelException("timestamp overflow")),
        Overload.Of("duration(duration): duration", a => a[0]),
        Overload.Of("duration(string): duration", a => TimeText.ParseDuration((string)a[0]!) ?? throw NotA("google.protobuf.Duration", a[0])),
        Overload.Of("type(T): type", a => new CelTypeName(CelTypeNames.Of(a[0]))),
        Overload.Of("dyn(T): dyn", a => a[0]),
    ];

    /// <summary>A value as string() and error messages show it.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => Number(number),
        TimeSpan duration => TimeText.Format(duration),
        DateTimeOffset time => TimeText.Format(time),
        IFormattable number and (long or ulong) => number.ToString(null, CultureInfo.InvariantCulture),
        IPAddress or CelCidr => value.ToString()!,
        _ => CelTypeNames.Of(value),
    };

    private static string Number(double number) => number switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ when Math.Abs(number) is 0 or (>= 1e-4 and < 1e21) => number.ToString("0.#################", CultureInfo.InvariantCulture) is var plain && double.Parse(plain, CultureInfo.InvariantCulture) == number
            ? plain
            : ((decimal)number).ToString(CultureInfo.InvariantCulture),
        _ => number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
    };

    private static string Decode(byte[] bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new CelException("invalid UTF-8 in bytes, cannot convert to string");
        }
    }

    private static bool Flag(string text) => text switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        _ => throw NotA("bool", text),
    };

    private static CelException NotA(string type, object? value) => new($"type conversion error from 'string' to '{type}': \"{value}\"");
}
