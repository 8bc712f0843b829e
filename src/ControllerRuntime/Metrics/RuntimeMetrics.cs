using System.Diagnostics.Metrics;

namespace ElementalProvider.ControllerRuntime.Metrics;

/// <summary>Metrics of controllers, under controller-runtime's names, so that existing dashboards and alerts work.</summary>
internal sealed class RuntimeMetrics
{
    public const string MeterName = "ElementalProvider.ControllerRuntime";

    private static readonly InstrumentAdvice<double> ReconcileBuckets = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60],
    };

    private readonly Counter<long> _reconciles;
    private readonly Counter<long> _errors;
    private readonly Histogram<double> _reconcileTime;
    private readonly UpDownCounter<int> _active;
    private readonly UpDownCounter<int> _workers;
    private readonly Gauge<int> _leads;
    private readonly Counter<long> _eventsDropped;
    private readonly UpDownCounter<int> _unreadable;
    private readonly Meter _meter;

    public RuntimeMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(MeterName);
        _reconciles = _meter.CreateCounter<long>("controller_runtime_reconcile_total", description: "Total number of reconciliations per controller.");
        _errors = _meter.CreateCounter<long>("controller_runtime_reconcile_errors_total", description: "Total number of reconciliation errors per controller.");
        _reconcileTime = _meter.CreateHistogram(
            "controller_runtime_reconcile_time_seconds", description: "Length of time per reconciliation per controller.", advice: ReconcileBuckets);
        _active = _meter.CreateUpDownCounter<int>("controller_runtime_active_workers", description: "Number of currently used workers per controller.");
        _workers = _meter.CreateUpDownCounter<int>(
            "controller_runtime_max_concurrent_reconciles", description: "Maximum number of concurrent reconciles per controller.");
        _leads = _meter.CreateGauge<int>("leader_election_master_status", description: "Whether this replica holds the lease (1) or not (0).");
        _eventsDropped = _meter.CreateCounter<long>("event_recorder_dropped_total", description: "Number of Kubernetes events that were not written, by cause.");
        _unreadable = _meter.CreateUpDownCounter<int>(
            "informer_unreadable_objects", description: "Number of objects that are passed over because they cannot be read, by resource.");
    }

    /// <summary>Metrics of one more queue.</summary>
    public WorkQueueMetrics ForQueue(string name) => new(_meter, name);

    public void WorkersStarted(string controller, int workers) => _workers.Add(workers, new KeyValuePair<string, object?>("controller", controller));

    public void WorkersEnded(string controller, int workers) => _workers.Add(-workers, new KeyValuePair<string, object?>("controller", controller));

    public void ReconcileStarted(string controller) => _active.Add(1, new KeyValuePair<string, object?>("controller", controller));

    public void ReconcileEnded(string controller, ReconcileOutcome outcome, TimeSpan duration)
    {
        KeyValuePair<string, object?> label = new("controller", controller);
        _active.Add(-1, label);
        _reconciles.Add(1, label, new("result", Name(outcome)));
        _reconcileTime.Record(duration.TotalSeconds, label);
        if (outcome == ReconcileOutcome.Error)
            _errors.Add(1, label);
    }

    public void Leads(string lease, bool leads) => _leads.Record(leads ? 1 : 0, new KeyValuePair<string, object?>("name", lease));

    public void EventDropped(string cause) => _eventsDropped.Add(1, new KeyValuePair<string, object?>("cause", cause));

    public void UnreadableObjects(string resource, int more) => _unreadable.Add(more, new KeyValuePair<string, object?>("resource", resource));

    private static string Name(ReconcileOutcome outcome) => outcome switch
    {
        ReconcileOutcome.Success => "success",
        ReconcileOutcome.Requeue => "requeue",
        ReconcileOutcome.RequeueAfter => "requeue_after",
        _ => "error",
    };
}
