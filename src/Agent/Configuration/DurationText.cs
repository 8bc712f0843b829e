using System.Globalization;
using System.Text.RegularExpressions;

namespace ElementalProvider.Agent.Configuration;

/// <summary>Durations as the older agent wrote them (whole nanoseconds) and as people write them (<c>10s</c>, <c>1m30s</c>, <c>500ms</c>).</summary>
internal static partial class DurationText
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Reads a duration; negative ones and ones no timer can hold are refused.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long nanoseconds))
        {
            duration = TimeSpan.FromTicks(nanoseconds / NanosecondsPerTick);
            return true;
        }

        Match match = Pattern().Match(text);
        if (!match.Success)
            return false;

        decimal ticks = 0;
        foreach ((Capture amount, Capture unit) in match.Groups["amount"].Captures.Zip(match.Groups["unit"].Captures))
        {
            if (!decimal.TryParse(amount.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
                || value > TimeSpan.MaxValue.Ticks / TicksPer(unit.Value))
            {
                return false;
            }

            ticks += value * TicksPer(unit.Value);
        }

        if (ticks > TimeSpan.MaxValue.Ticks)
            return false;

        duration = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>Whole milliseconds with their unit, which both agents read.</summary>
    public static string Format(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalMilliseconds}ms");

    private static decimal TicksPer(string unit) => unit switch
    {
        "h" => TimeSpan.TicksPerHour,
        "m" => TimeSpan.TicksPerMinute,
        "s" => TimeSpan.TicksPerSecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "us" or "µs" => TimeSpan.TicksPerMicrosecond,
        _ => 1m / NanosecondsPerTick,
    };

    [GeneratedRegex(@"\A(?:(?<amount>\d{1,18}(?:\.\d{1,9})?)(?<unit>h|ms|m|us|µs|ns|s))+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
