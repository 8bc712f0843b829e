using System.Globalization;
using System.Text;

namespace ElementalProvider.ControllerRuntime.Metrics;

/// <summary>The text exposition format of Prometheus, version 0.0.4.</summary>
internal static class PrometheusText
{
    private const string LeftOutName = "prometheus_series_left_out_total";

    public static string Write(IEnumerable<MetricFamily> families)
    {
        StringBuilder text = new();
        StringBuilder leftOut = new();
        foreach (MetricFamily family in families)
        {
            if (family.LeftOut > 0)
                Line(leftOut, LeftOutName, $"metric=\"{family.Name}\"", family.LeftOut);
            text.Append("# HELP ").Append(family.Name).Append(' ').Append(Escape(family.Help, quotes: false)).Append('\n');
            text.Append("# TYPE ").Append(family.Name).Append(' ').Append(KindName(family.Kind)).Append('\n');
            family.Read((labels, series) => WriteSeries(text, family, labels, series));
        }

        if (leftOut.Length > 0)
        {
            text.Append("# HELP ").Append(LeftOutName).Append(" Measurements left out because their metric has too many label sets.\n");
            text.Append("# TYPE ").Append(LeftOutName).Append(" counter\n").Append(leftOut);
        }

        return text.ToString();
    }

    /// <summary>A name Prometheus accepts: letters, digits, underscores and colons.</summary>
    public static string Name(string name) =>
        string.Concat(name.Select((letter, index) => char.IsAsciiLetter(letter) || letter is '_' or ':' || (index > 0 && char.IsAsciiDigit(letter)) ? letter : '_'));

    /// <summary>Labels as they stand between the braces, in one order whatever order they come in.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
            return "";

        KeyValuePair<string, object?>[] sorted = tags.ToArray();
        Array.Sort(sorted, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        StringBuilder text = new();
        foreach ((string key, object? value) in sorted)
        {
            string label = Name(key).Replace(':', '_');
            text.Append(text.Length == 0 ? "" : ",").Append(label).Append("=\"");
            text.Append(Escape(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", quotes: true)).Append('"');
        }

        return text.ToString();
    }

    private static void WriteSeries(StringBuilder text, MetricFamily family, string labels, MetricSeries series)
    {
        if (family.Kind != MetricKind.Histogram)
        {
            Line(text, family.Name, labels, series.Value);
            return;
        }

        string separator = labels.Length == 0 ? "" : ",";
        foreach ((double bound, long count) in series.Buckets)
            Line(text, family.Name + "_bucket", $"{labels}{separator}le=\"{Number(bound)}\"", count);
        Line(text, family.Name + "_bucket", $"{labels}{separator}le=\"+Inf\"", series.Count);
        Line(text, family.Name + "_sum", labels, series.Value);
        Line(text, family.Name + "_count", labels, series.Count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Escape(string text, bool quotes)
    {
        string escaped = text.Replace("\\", "\\\\").Replace("\n", "\\n");
        return quotes ? escaped.Replace("\"", "\\\"") : escaped;
    }

    private static string KindName(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Histogram => "histogram",
        _ => "gauge",
    };
}
