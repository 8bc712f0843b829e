using System.Globalization;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Functions;

/// <summary>Arithmetic of times and durations, and their parts.</summary>
internal static class Times
{
    private static readonly (string Name, Func<DateTimeOffset, long> Read)[] Parts =
    [
        ("getFullYear", time => time.Year),
        ("getMonth", time => time.Month - 1),
        ("getDate", time => time.Day),
        ("getDayOfMonth", time => time.Day - 1),
        ("getDayOfWeek", time => (long)time.DayOfWeek),
        ("getDayOfYear", time => time.DayOfYear - 1),
        ("getHours", time => time.Hour),
        ("getMinutes", time => time.Minute),
        ("getSeconds", time => time.Second),
        ("getMilliseconds", time => time.Millisecond),
    ];

    public static IEnumerable<Overload> All =>
    [
        Overload.Of("_+_(duration, duration): duration", a => Compute(() => (TimeSpan)a[0]! + (TimeSpan)a[1]!, "duration overflow")),
        Overload.Of("_+_(timestamp, duration): timestamp", a => Compute(() => (DateTimeOffset)a[0]! + (TimeSpan)a[1]!, "timestamp overflow")),
        Overload.Of("_+_(duration, timestamp): timestamp", a => Compute(() => (DateTimeOffset)a[1]! + (TimeSpan)a[0]!, "timestamp overflow")),
        Overload.Of("_-_(duration, duration): duration", a => Compute(() => (TimeSpan)a[0]! - (TimeSpan)a[1]!, "duration overflow")),
        Overload.Of("_-_(timestamp, duration): timestamp", a => Compute(() => (DateTimeOffset)a[0]! - (TimeSpan)a[1]!, "timestamp overflow")),
        Overload.Of("_-_(timestamp, timestamp): duration", a => (DateTimeOffset)a[0]! - (DateTimeOffset)a[1]!),
        .. Parts.Select(part => Overload.Of($"timestamp.{part.Name}(): int", a => part.Read(((DateTimeOffset)a[0]!).ToUniversalTime()))),
        .. Parts.Select(part => Overload.Of($"timestamp.{part.Name}(string): int", a => part.Read(InZone((DateTimeOffset)a[0]!, (string)a[1]!)))),
        Overload.Of("duration.getHours(): int", a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerHour),
        Overload.Of("duration.getMinutes(): int", a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerMinute),
        Overload.Of("duration.getSeconds(): int", a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerSecond),
        Overload.Of("duration.getMilliseconds(): int", a => ((TimeSpan)a[0]!).Ticks / TimeSpan.TicksPerMillisecond),
    ];

    private static DateTimeOffset InZone(DateTimeOffset time, string zone)
    {
        string digits = zone.TrimStart('+', '-');
        if (TimeSpan.TryParseExact(digits, @"hh\:mm", CultureInfo.InvariantCulture, out TimeSpan offset))
            return time.ToOffset(zone.StartsWith('-') ? -offset : offset);
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? known) ? TimeZoneInfo.ConvertTime(time, known) : throw new CelException($"unknown time zone {zone}");
    }

    private static object Compute<T>(Func<T> compute, string problem)
        where T : struct
    {
        try
        {
            return compute();
        }
        catch (Exception overflow) when (overflow is OverflowException or ArgumentOutOfRangeException)
        {
            throw new CelException(problem);
        }
    }
}
