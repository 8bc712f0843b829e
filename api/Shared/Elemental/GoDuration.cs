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
        JsonValueKind.String => element.GetString() is "" or "0" || Whole().IsMatch(element.GetString()!),
        _ => false,
    };

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

    [GeneratedRegex(@"^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<count>[0-9]+(\.[0-9]+)?)(?<unit>ns|us|µs|ms|s|m|h)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Parts();
}
