using System.Globalization;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Output;

/// <summary>Ages as kubectl prints them: two units at most, fewer the longer it is.</summary>
internal static class HumanDuration
{
    public static string Since(string? timestamp, DateTimeOffset now) => Timestamps.Parse(timestamp) is { } time ? Format(now - time) : "<unknown>";

    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(-1))
            return "<invalid>";
        long seconds = Math.Max(0, (long)duration.TotalSeconds), minutes = seconds / 60, hours = minutes / 60, days = hours / 24;
        FormattableString text = seconds switch
        {
            < 120 => $"{seconds}s",
            < 600 => WithRest(minutes, "m", seconds % 60, "s"),
            < 10800 => $"{minutes}m",
            < 28800 => WithRest(hours, "h", minutes % 60, "m"),
            < 172800 => $"{hours}h",
            < 691200 => WithRest(days, "d", hours % 24, "h"),
            < 63072000 => $"{days}d",
            < 252288000 => WithRest(days / 365, "y", days % 365, "d"),
            _ => $"{days / 365}y",
        };
        return text.ToString(CultureInfo.InvariantCulture);
    }

    private static FormattableString WithRest(long count, string unit, long rest, string restUnit) =>
        rest == 0 ? $"{count}{unit}" : (FormattableString)$"{count}{unit}{rest}{restUnit}";
}
