namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>The requests between two readings of the API server's counters, without those of the load generator.</summary>
internal static class RequestWindow
{
    private const string Leases = "leases";

    /// <summary>What was asked between two readings, most frequent first.</summary>
    /// <param name="before">Counters at the beginning.</param>
    /// <param name="after">Counters at the end.</param>
    /// <param name="own">Requests of the load generator in between, for servers that do not tell clients apart.</param>
    public static IReadOnlyList<RequestCount> Between(
        IReadOnlyDictionary<RequestSeries, long> before,
        IReadOnlyDictionary<RequestSeries, long> after,
        IReadOnlyDictionary<RequestSeries, long> own) =>
        [.. from series in after
            where !IsOwn(series.Key.Client)
            let requests = series.Value - before.GetValueOrDefault(series.Key) - Subtract(series.Key, own)
            where requests > 0
            orderby requests descending, series.Key.Resource, series.Key.Verb
            select new RequestCount
            {
                Client = series.Key.Client,
                Verb = series.Key.Verb,
                Resource = series.Key.Resource,
                Refused = series.Key.Refused,
                Requests = requests,
            }];

    /// <summary>
    /// The requests that a fleet causes: leader election has its own pace whatever the fleet does, and so has the end of a watch, which the
    /// server counts when it ends.
    /// </summary>
    /// <param name="requests">All requests of a window.</param>
    public static long CausedByFleet(IEnumerable<RequestCount> requests) =>
        requests.Where(request => request.Resource != Leases && request.Verb != Verbs.Watch).Sum(request => request.Requests);

    private static bool IsOwn(string client) => client.StartsWith(UserAgent.Name, StringComparison.Ordinal);

    private static long Subtract(RequestSeries series, IReadOnlyDictionary<RequestSeries, long> own) =>
        series.Client.Length == 0 ? own.GetValueOrDefault(series) : 0;
}
