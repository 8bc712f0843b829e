namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>Durations summed up, in milliseconds; percentiles by nearest rank.</summary>
internal sealed record Latency
{
    public required int Count { get; init; }

    public required double P50Ms { get; init; }

    public required double P99Ms { get; init; }

    public required double MaxMs { get; init; }

    /// <summary>Sums up durations; null where there is none.</summary>
    public static Latency? Of(IEnumerable<TimeSpan> durations)
    {
        double[] sorted = [.. durations.Select(duration => duration.TotalMilliseconds).Order()];
        return sorted.Length == 0 ? null : new Latency
        {
            Count = sorted.Length,
            P50Ms = Rank(sorted, 0.50),
            P99Ms = Rank(sorted, 0.99),
            MaxMs = Math.Round(sorted[^1], 2),
        };
    }

    private static double Rank(double[] sorted, double share) =>
        Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)], 2);
}
