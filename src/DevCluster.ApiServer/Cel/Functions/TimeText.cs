using System.Globalization;
using System.Text.RegularExpressions;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Times and durations as text, to the tenth of a microsecond.</summary>
internal static partial class TimeText
{
    /// <summary>A duration such as 1h30m or -1.5s.</summary>
    public static TimeSpan? ParseDuration(string text)
    {
        if (text is "0" or "+0" or "-0")
            return TimeSpan.Zero;
        Match match = DurationPattern().Match(text);
        if (!match.Success)
            return null;
        decimal ticks = 0;
        CaptureCollection numbers = match.Groups["number"].Captures, units = match.Groups["unit"].Captures;
        for (int index = 0; index < numbers.Count; index++)
        {
            if (!decimal.TryParse(numbers[index].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) || number > long.MaxValue)
                return null;
            ticks += number * TicksOf(units[index].Value);
        }

        // The reference server counts nanoseconds in 64 bits.
        if (ticks > long.MaxValue / 100)
            return null;
        return new TimeSpan((long)(match.Groups["sign"].Value == "-" ? -ticks : ticks));
    }

    public static DateTimeOffset? ParseTimestamp(string text) =>
        TimestampPattern().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTimeOffset time) ? time : null;

    public static string Format(TimeSpan duration) => $"{(duration.Ticks / (decimal)TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture)}s";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);

    private static decimal TicksOf(string unit) => unit switch
    {
        "h" => TimeSpan.TicksPerHour,
        "m" => TimeSpan.TicksPerMinute,
        "s" => TimeSpan.TicksPerSecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "ns" => 0.01m,
        _ => TimeSpan.TicksPerMicrosecond,
    };

    [GeneratedRegex(@"\A(?<sign>[+-]?)((?<number>[0-9]+(\.[0-9]*)?|\.[0-9]+)(?<unit>h|ms|m|s|us|µs|μs|ns))+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimestampPattern();
}
