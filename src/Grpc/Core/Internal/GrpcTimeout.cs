using System.Globalization;

namespace Grpc.Core.Internal;

/// <summary>The value of <c>grpc-timeout</c>: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const long MaxDigits = 99_999_999;

    private static readonly (char Unit, long Ticks)[] FinestFirst =
    [
        ('u', TimeSpan.TicksPerMicrosecond),
        ('m', TimeSpan.TicksPerMillisecond),
        ('S', TimeSpan.TicksPerSecond),
        ('M', TimeSpan.TicksPerMinute),
    ];

    /// <summary>Writes a timeout in the finest unit that holds it, rounded up; what has passed already becomes one nanosecond.</summary>
    public static string Encode(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        foreach ((char unit, long ticks) in FinestFirst)
        {
            if (DivideUp(timeout.Ticks, ticks) is var value and <= MaxDigits)
            {
                return Format(value, unit);
            }
        }

        return Format(Math.Min(DivideUp(timeout.Ticks, TimeSpan.TicksPerHour), MaxDigits), 'H');
    }

    /// <summary>Reads a timeout; false when the value breaks the protocol.</summary>
    public static bool TryDecode(ReadOnlySpan<char> value, out TimeSpan timeout)
    {
        timeout = default;
        if (value.Length is < 2 or > 9
            || !long.TryParse(value[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            return false;
        }

        long? ticksPerUnit = value[^1] switch
        {
            'u' => TimeSpan.TicksPerMicrosecond,
            'm' => TimeSpan.TicksPerMillisecond,
            'S' => TimeSpan.TicksPerSecond,
            'M' => TimeSpan.TicksPerMinute,
            'H' => TimeSpan.TicksPerHour,
            _ => null,
        };
        if (ticksPerUnit is { } ticks)
        {
            timeout = TimeSpan.FromTicks(count * ticks);
            return true;
        }

        timeout = TimeSpan.FromTicks(DivideUp(count, TimeSpan.NanosecondsPerTick));
        return value[^1] == 'n';
    }

    private static long DivideUp(long value, long divisor) => (value / divisor) + (value % divisor == 0 ? 0 : 1);

    private static string Format(long value, char unit) => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
}
