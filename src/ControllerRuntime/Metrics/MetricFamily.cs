using System.Diagnostics.Metrics;

namespace ElementalProvider.ControllerRuntime.Metrics;

/// <summary>One metric with a series a label set. Thread-safe.</summary>
internal sealed class MetricFamily
{
    /// <summary>Prometheus's own defaults, in seconds.</summary>
    private static readonly double[] DefaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly double[] _buckets;
    private readonly bool _sums;
    private readonly bool _observed;

    private MetricFamily(string name, string help, MetricKind kind, bool sums, bool observed, double[] buckets)
    {
        Name = name;
        Help = help;
        Kind = kind;
        _sums = sums;
        _observed = observed;
        _buckets = buckets;
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    /// <summary>Measurements left out because there were too many label sets.</summary>
    public long LeftOut { get; private set; }

    public static MetricFamily For(string name, Instrument instrument)
    {
        Type type = instrument.GetType();
        Type? shape = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        MetricKind kind = shape == typeof(Counter<>) || shape == typeof(ObservableCounter<>) ? MetricKind.Counter
            : shape == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
        bool sums = shape == typeof(Counter<>) || shape == typeof(UpDownCounter<>);
        double[] buckets = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } advised } ? [.. advised] : DefaultBuckets;
        return new MetricFamily(name, instrument.Description ?? "", kind, sums, instrument.IsObservable, buckets);
    }

    /// <summary>What is observed from now on replaces what was observed before: a queue that is gone shows no depth.</summary>
    public void BeginObservation()
    {
        if (!_observed)
            return;

        lock (_lock)
            _series.Clear();
    }

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = PrometheusText.Labels(tags);
        lock (_lock)
        {
            if (!_series.TryGetValue(labels, out MetricSeries? series))
            {
                if (_series.Count >= MetricsCollector.MaxSeries)
                {
                    LeftOut++;
                    return;
                }

                _series.Add(labels, series = new MetricSeries(Kind == MetricKind.Histogram ? _buckets : []));
            }

            series.Measure(value, Kind, _sums);
        }
    }

    /// <summary>Hands out every series while none of them changes.</summary>
    public void Read(Action<string, MetricSeries> read)
    {
        lock (_lock)
        {
            foreach ((string labels, MetricSeries series) in _series)
                read(labels, series);
        }
    }
}
