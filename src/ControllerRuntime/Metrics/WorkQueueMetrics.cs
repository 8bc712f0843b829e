using System.Diagnostics.Metrics;

namespace ElementalProvider.ControllerRuntime.Metrics;

/// <summary>Metrics of one work queue, under client-go's names.</summary>
internal sealed class WorkQueueMetrics
{
    /// <summary>10 ns to 1000 s by powers of ten, as client-go has them.</summary>
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10, 100, 1000],
    };

    private readonly Counter<long> _adds;
    private readonly Counter<long> _retries;
    private readonly Histogram<double> _queued;
    private readonly Histogram<double> _worked;
    private readonly KeyValuePair<string, object?>[] _labels;
    private Func<(int Depth, TimeSpan Unfinished, TimeSpan LongestRunning)>? _state;

    public WorkQueueMetrics(Meter meter, string name)
    {
        _labels = [new("controller", name), new("name", name)];
        _adds = meter.CreateCounter<long>("workqueue_adds_total", description: "Total number of adds handled by workqueue");
        _retries = meter.CreateCounter<long>("workqueue_retries_total", description: "Total number of retries handled by workqueue");
        _queued = meter.CreateHistogram(
            "workqueue_queue_duration_seconds", description: "How long in seconds an item stays in workqueue before being requested", advice: Buckets);
        _worked = meter.CreateHistogram(
            "workqueue_work_duration_seconds", description: "How long in seconds processing an item from workqueue takes.", advice: Buckets);
        meter.CreateObservableGauge("workqueue_depth", () => Observe(state => state.Depth), description: "Current depth of workqueue");
        meter.CreateObservableGauge(
            "workqueue_unfinished_work_seconds",
            () => Observe(state => state.Unfinished.TotalSeconds),
            description: "How many seconds of work has been done that is in progress and hasn't been observed by work_duration.");
        meter.CreateObservableGauge(
            "workqueue_longest_running_processor_seconds",
            () => Observe(state => state.LongestRunning.TotalSeconds),
            description: "How many seconds has the longest running processor for workqueue been running.");
    }

    /// <summary>Says where the state of the queue is read.</summary>
    public void Observes(Func<(int Depth, TimeSpan Unfinished, TimeSpan LongestRunning)> state) => _state = state;

    public void Added() => _adds.Add(1, _labels);

    public void Retried() => _retries.Add(1, _labels);

    public void Taken(TimeSpan queuedFor) => _queued.Record(queuedFor.TotalSeconds, _labels);

    public void Done(TimeSpan workedFor) => _worked.Record(workedFor.TotalSeconds, _labels);

    private IEnumerable<Measurement<TValue>> Observe<TValue>(Func<(int Depth, TimeSpan Unfinished, TimeSpan LongestRunning), TValue> value)
        where TValue : struct => _state is null ? [] : [new Measurement<TValue>(value(_state()), _labels)];
}
