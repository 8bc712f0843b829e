using System.Diagnostics.Metrics;

namespace ElementalProvider.ControllerRuntime.Metrics;

/// <summary>Listens to the meters of this product and keeps the sums, as Prometheus wants them: since the start, never reset.</summary>
internal sealed class MetricsCollector : IDisposable
{
    /// <summary>Label sets a metric may have. A label that was a mistake (a name, an address) must not fill the memory.</summary>
    public const int MaxSeries = 1000;

    private const string MeterPrefix = "ElementalProvider";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _factory;

    /// <summary>Begins to listen.</summary>
    /// <param name="factory">Meters of other factories belong to other hosts in this process.</param>
    /// <param name="process">Metrics of the process; made before the listening begins.</param>
    public MetricsCollector(IMeterFactory factory, ProcessMetrics process)
    {
        ArgumentNullException.ThrowIfNull(process);
        _factory = factory;
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Measure(family, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Measure(family, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Measure(family, value, tags));
        _listener.Start();
    }

    /// <summary>All metrics as they are now.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        lock (_lock)
        {
            foreach (MetricFamily family in _families.Values)
                family.BeginObservation();
            _listener.RecordObservableInstruments();
            return [.. _families.Values];
        }
    }

    public void Dispose() => _listener.Dispose();

    private static void Measure(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily?)family)?.Measure(value, tags);

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!instrument.Meter.Name.StartsWith(MeterPrefix, StringComparison.Ordinal)
            || (instrument.Meter.Scope is not null && !ReferenceEquals(instrument.Meter.Scope, _factory)))
        {
            return;
        }

        lock (_lock)
        {
            string name = PrometheusText.Name(instrument.Name);
            if (!_families.TryGetValue(name, out MetricFamily? family))
                _families.Add(name, family = MetricFamily.For(name, instrument));
            listener.EnableMeasurementEvents(instrument, family);
        }
    }
}
