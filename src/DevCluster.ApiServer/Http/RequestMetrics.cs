using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ElementalProvider.DevCluster.ApiServer.Http;

/// <summary>Counts requests, bounded in the number of series.</summary>
internal sealed class RequestMetrics
{
    private const int MaximumSeries = 10_000;
    private readonly ConcurrentDictionary<Series, long> _counts = new();

    public void Count(string verb, string resource, string subresource, int code, string client)
    {
        var series = new Series(verb, resource, subresource, code, client);
        if (_counts.Count >= MaximumSeries && !_counts.ContainsKey(series))
            series = series with { Client = "other" };
        _counts.AddOrUpdate(series, 1, static (_, count) => count + 1);
    }

    /// <summary>Counts by verb, resource and client, over all subresources and codes.</summary>
    public IReadOnlyDictionary<DevApiServerRequest, long> Summarize() => Summarize(static _ => true);

    /// <summary>Those of them that were answered 403.</summary>
    public IReadOnlyDictionary<DevApiServerRequest, long> SummarizeForbidden() => Summarize(static series => series.Code == StatusCodes.Status403Forbidden);

    /// <summary>The counts in the Prometheus text format.</summary>
    public string ToPrometheusText()
    {
        var text = new StringBuilder("# HELP apiserver_request_total Requests answered, by verb, resource, code and client.\n# TYPE apiserver_request_total counter\n");
        foreach ((Series series, long count) in _counts.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"apiserver_request_total{{verb=\"{series.Verb}\",resource=\"{Escape(series.Resource)}\",subresource=\"{Escape(series.Subresource)}\",code=\"{series.Code}\",client=\"{Escape(series.Client)}\"}} {count}\n");
        }

        return text.ToString();
    }

    private Dictionary<DevApiServerRequest, long> Summarize(Func<Series, bool> counted) => _counts
        .Where(entry => counted(entry.Key))
        .GroupBy(entry => new DevApiServerRequest(entry.Key.Verb, entry.Key.Resource, entry.Key.Client))
        .ToDictionary(group => group.Key, group => group.Sum(entry => entry.Value));

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private sealed record Series(string Verb, string Resource, string Subresource, int Code, string Client);
}
