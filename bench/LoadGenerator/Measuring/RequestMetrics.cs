using System.Globalization;
using System.Text.RegularExpressions;

namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>Reads apiserver_request_total from the API server's metrics in the Prometheus text format.</summary>
internal static partial class RequestMetrics
{
    private const string Metric = "apiserver_request_total";

    /// <summary>The counts of all resource requests, summed over what is not part of a <see cref="RequestSeries"/>.</summary>
    /// <param name="text">The metrics.</param>
    public static IReadOnlyDictionary<RequestSeries, long> Parse(string text)
    {
        Dictionary<RequestSeries, long> counts = [];
        foreach (string line in text.Split('\n'))
        {
            if (Sample().Match(line) is not { Success: true } sample)
                continue;

            Dictionary<string, string> labels = Label().Matches(sample.Groups["labels"].Value)
                .ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value, StringComparer.Ordinal);

            // Health checks and metrics are requests for no resource.
            if (!labels.TryGetValue("resource", out string? resource) || resource.Length == 0)
                continue;

            string subresource = labels.GetValueOrDefault("subresource", "");
            RequestSeries series = new(
                labels.GetValueOrDefault("client", ""),
                KubernetesVerb(labels.GetValueOrDefault("verb", "")),
                subresource.Length == 0 ? resource : $"{resource}/{subresource}",
                labels.GetValueOrDefault("code", "") is ['4' or '5', ..]);
            counts[series] = counts.GetValueOrDefault(series) + (long)double.Parse(sample.Groups["value"].ValueSpan, CultureInfo.InvariantCulture);
        }

        return counts;
    }

    // kube-apiserver mostly labels with HTTP methods; RBAC and other servers use the verbs of the Kubernetes API.
    private static string KubernetesVerb(string verb) => verb.ToLowerInvariant() switch
    {
        "post" => Verbs.Create,
        "put" => Verbs.Update,
        "apply" => Verbs.Patch,
        string other => other,
    };

    [GeneratedRegex("^" + Metric + @"\{(?<labels>.*)\} (?<value>[0-9.e+]+)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<name>\w+)=""(?<value>([^""\\]|\\.)*)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}
