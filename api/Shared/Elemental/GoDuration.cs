using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ElementalProvider.Api.Elemental;

/// <summary>Durations as the older provider's manifests write them: nanoseconds, or Go's spelling such as <c>1m30s</c>.</summary>
public static partial class GoDuration
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The duration, or null where the field is not set, not readable or not positive.</summary>
    /// <param name="element">An integer or a string.</param>
    public static TimeSpan? Parse(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out long nanoseconds) => Bounded(nanoseconds / 1e9),
        { ValueKind: JsonValueKind.String } text => Bounded(Seconds(text.GetString()!)),
        _ => null,
    };

    /// <summary>Whether somebody meant a duration by it: one that <see cref="Parse"/> reads, or zero or nothing, which stand for the default.</summary>
    /// <param name="element">Any JSON.</param>
    public static bool IsReadable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Number => element.TryGetInt64(out long nanoseconds) && nanoseconds >= 0,
        JsonValueKind.String => IsText(element.GetString()!),
        _ => false,
    };

    /// <summary>Whether somebody meant a duration by it, or one that has passed already.</summary>
    /// <param name="element">Any JSON.</param>
    public static bool IsReadableOrPast(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.TryGetInt64(out _),
        JsonValueKind.String => element.GetString() is ['-', .. string earlier] ? Whole().IsMatch(earlier) : IsText(element.GetString()!),
        _ => IsReadable(element),
    };

    private static bool IsText(string text) => text is "" or "0" || Whole().IsMatch(text);

    /// <summary>
    /// The duration in nanoseconds; 0 where it is not set or not readable. Unlike <see cref="Parse"/> it keeps what is negative, which stands for a
    /// time that has passed.
    /// </summary>
    /// <param name="element">An integer or a string.</param>
    public static long Nanoseconds(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out long nanoseconds) => nanoseconds,
        { ValueKind: JsonValueKind.String } text => Nanoseconds(text.GetString()!),
        _ => 0,
    };

    /// <summary>The duration in nanoseconds; 0 where it is not readable, negative where it is written so.</summary>
    /// <param name="text">A text such as 24h.</param>
    public static long Nanoseconds(string text) => text is ['-', .. string earlier] ? -Clamped(Seconds(earlier)) : Clamped(Seconds(text));

    /// <summary>
    /// Why a duration that is readable is most likely not the one that was meant; null where it may be. A number without a unit is nanoseconds, as in
    /// Go, which nobody expects.
    /// </summary>
    /// <param name="element">Any JSON.</param>
    /// <param name="shortest">What is shorter than this cannot be meant.</param>
    public static string? Doubt(JsonElement element, TimeSpan shortest) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long nanoseconds) ? Doubt(nanoseconds, shortest) : null;

    /// <summary>The same for a number of nanoseconds.</summary>
    /// <param name="nanoseconds">The number.</param>
    /// <param name="shortest">What is shorter than this cannot be meant.</param>
    public static string? Doubt(long nanoseconds, TimeSpan shortest) =>
        nanoseconds > 0 && nanoseconds < shortest.TotalNanoseconds
            ? $"a number without a unit is nanoseconds: write \"{nanoseconds}s\" for {nanoseconds} seconds, or \"24h\""
            : null;

    private static long Clamped(double seconds) => seconds * 1e9 < long.MaxValue ? (long)(seconds * 1e9) : long.MaxValue;

    private static double Seconds(string text) => !Whole().IsMatch(text)
        ? 0
        : Parts().Matches(text).Sum(part => double.Parse(part.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) * SecondsOf(part.Groups["unit"].Value));

    private static double SecondsOf(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" => 1e-6,
        _ => 1e-9,
    };

    private static TimeSpan? Bounded(double seconds) => seconds switch
    {
        <= 0 => null,
        _ when seconds >= Longest.TotalSeconds => Longest,
        _ => TimeSpan.FromSeconds(seconds),
    };

    [GeneratedRegex(@"\A([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<count>[0-9]+(\.[0-9]+)?)(?<unit>ns|us|µs|ms|s|m|h)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parts();
}
