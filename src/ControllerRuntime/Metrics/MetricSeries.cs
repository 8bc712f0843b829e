namespace ElementalProvider.ControllerRuntime.Metrics;

/// <summary>The numbers of one label set. Lives under the lock of its family.</summary>
/// <param name="bounds">Upper bounds of the buckets of a histogram.</param>
internal sealed class MetricSeries(double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length];

    /// <summary>The value; of a histogram the sum of all values.</summary>
    public double Value { get; private set; }

    /// <summary>Number of values of a histogram.</summary>
    public long Count { get; private set; }

    /// <summary>Upper bound and number of values up to it, cumulative as Prometheus has them.</summary>
    public IEnumerable<(double Bound, long Count)> Buckets
    {
        get
        {
            long sum = 0;
            for (int index = 0; index < bounds.Length; index++)
                yield return (bounds[index], sum += _counts[index]);
        }
    }

    public void Measure(double value, MetricKind kind, bool sums)
    {
        if (kind == MetricKind.Histogram)
        {
            Count++;
            Value += value;
            int bucket = Array.BinarySearch(bounds, value);
            bucket = bucket < 0 ? ~bucket : bucket;
            if (bucket < bounds.Length)
                _counts[bucket]++;
        }
        else
        {
            Value = sums ? Value + value : value;
        }
    }
}
