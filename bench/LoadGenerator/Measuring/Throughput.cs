namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>Requests of one kind, many at a time.</summary>
internal sealed record Throughput
{
    public required double PerSecond { get; init; }

    /// <summary>From sent to answered, as the client sees it.</summary>
    public required Latency Latency { get; init; }

    /// <summary>Sums up requests that took <paramref name="elapsed"/> together; null where there was none.</summary>
    public static Throughput? Of(IReadOnlyCollection<TimeSpan> requests, TimeSpan elapsed) => Latency.Of(requests) is { } latency && elapsed > TimeSpan.Zero
        ? new Throughput { PerSecond = Math.Round(requests.Count / elapsed.TotalSeconds), Latency = latency }
        : null;
}
