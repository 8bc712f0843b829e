using System.Globalization;
using System.Text.RegularExpressions;

namespace ElementalProvider.Manager.Tests.Telemetry;

/// <summary>What a scrape offers to dashboards: type, name, labels and buckets of each metric, without the values.</summary>
internal static partial class MetricsInventory
{
    private const string BucketLabel = "le";

    /// <summary>One line a metric, in the order of the names.</summary>
    /// <param name="text">A scrape in the text format of Prometheus.</param>
    /// <param name="except">How the names begin that are left out.</param>
    public static string Of(string text, string except)
    {
        Dictionary<string, string> types = [];
        SortedDictionary<string, (SortedSet<string> Labels, SortedSet<double> Bounds)> metrics = new(StringComparer.Ordinal);
        foreach (string line in text.Split('\n'))
        {
            if (TypePattern().Match(line) is { Success: true } type)
                types.Add(type.Groups["name"].Value, type.Groups["type"].Value);
            else if (SeriesPattern().Match(line) is { Success: true } series)
                Note(series, types, metrics);
        }

        return string.Concat(metrics.Where(metric => !metric.Key.StartsWith(except, StringComparison.Ordinal)).Select(metric =>
            $"{types[metric.Key]} {metric.Key}{{{string.Join(',', metric.Value.Labels)}}}{Buckets(metric.Value.Bounds)}\n"));
    }

    private static void Note(
        Match series, Dictionary<string, string> types, SortedDictionary<string, (SortedSet<string> Labels, SortedSet<double> Bounds)> metrics)
    {
        string name = series.Groups["name"].Value;
        if (!types.ContainsKey(name))
            name = HistogramPattern().Replace(name, "");
        if (!metrics.TryGetValue(name, out (SortedSet<string> Labels, SortedSet<double> Bounds) metric))
            metrics.Add(name, metric = (new SortedSet<string>(StringComparer.Ordinal), []));
        foreach (Match label in LabelPattern().Matches(series.Groups["labels"].Value))
        {
            if (label.Groups["name"].Value != BucketLabel)
                metric.Labels.Add(label.Groups["name"].Value);
            else if (label.Groups["value"].Value != "+Inf")
                metric.Bounds.Add(double.Parse(label.Groups["value"].Value, CultureInfo.InvariantCulture));
        }
    }

    private static string Buckets(SortedSet<double> bounds) =>
        bounds.Count == 0 ? "" : $" {string.Join(' ', bounds.Select(bound => bound.ToString("R", CultureInfo.InvariantCulture)))}";

    [GeneratedRegex("^# TYPE (?<name>[^ ]+) (?<type>[a-z]+)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TypePattern();

    [GeneratedRegex("^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?<labels>.*)\\})? [^ ]+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex SeriesPattern();

    [GeneratedRegex("(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LabelPattern();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture)]
    private static partial Regex HistogramPattern();
}
