using System.Diagnostics.Metrics;
using ElementalProvider.AgentGateway.Reports;

namespace ElementalProvider.AgentGateway;

/// <summary>What the gateway counts. No label names a host: the number of series does not grow with the fleet.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ElementalProvider.AgentGateway";

    /// <summary>From a tenth of a second to hours: an installation writes a disk.</summary>
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400],
    };

    /// <summary>From a second to a month: most hosts are idle or serve, and some for good.</summary>
    private static readonly InstrumentAdvice<double> LongBuckets = new()
    {
        HistogramBucketBoundaries = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 14400, 43200, 86400, 604800, 2592000],
    };

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _streams;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _reportWrites;
    private readonly Counter<long> _directives;
    private readonly Counter<long> _registrations;
    private readonly Counter<long> _registrationFailures;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _found;
    private readonly Counter<long> _cloned;
    private readonly Counter<long> _sentAway;
    private readonly Counter<long> _handshakesDropped;
    private readonly Histogram<double> _steps;
    private readonly Histogram<double> _phases;

    public GatewayMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _streams = _meter.CreateUpDownCounter<long>("elemental_gateway_streams", description: "Hosts that are connected to this replica.");
        _reports = _meter.CreateCounter<long>("elemental_gateway_reports_total", description: "Reports received from hosts.");
        _reportWrites = _meter.CreateCounter<long>("elemental_gateway_report_writes_total", description: "Kubernetes API writes that reports led to.");
        _directives = _meter.CreateCounter<long>("elemental_gateway_directives_total", description: "Directives sent to hosts.");
        _registrations = _meter.CreateCounter<long>("elemental_gateway_registrations_total", description: "Hosts created.");
        _registrationFailures = _meter.CreateCounter<long>(
            "elemental_gateway_registration_failures_total", description: "Registrations that were refused or failed, by reason.");
        _lost = _meter.CreateCounter<long>("elemental_gateway_hosts_lost_total", description: "Hosts that were away for too long.");
        _found = _meter.CreateCounter<long>("elemental_gateway_hosts_found_total", description: "Hosts that were lost and came back.");
        _cloned = _meter.CreateCounter<long>("elemental_gateway_hosts_cloned_total", description: "Hosts for which two machines were seen to speak.");
        _sentAway = _meter.CreateCounter<long>(
            "elemental_gateway_sent_away_total", description: "Calls that were told to come back later because there was too much to do.");
        _handshakesDropped = _meter.CreateCounter<long>(
            "elemental_gateway_handshakes_dropped_total", description: "Connections that were dropped before their TLS handshake ended, by reason.");
        _steps = _meter.CreateHistogram(
            "elemental_host_operation_seconds", description: "How long a step of an operation took on its host.", advice: Buckets);
        _phases = _meter.CreateHistogram(
            "elemental_host_phase_seconds", description: "How long a host was in a phase that it has left.", advice: LongBuckets);

        // A rate needs the zero it starts from; what has labels shows when it first happens.
        _streams.Add(0);
        _reports.Add(0);
        _reportWrites.Add(0);
        _directives.Add(0);
        _registrations.Add(0);
        _lost.Add(0);
        _found.Add(0);
        _cloned.Add(0);
        _sentAway.Add(0);
    }

    public void StreamOpened() => _streams.Add(1);

    public void StreamClosed() => _streams.Add(-1);

    public void ReportReceived() => _reports.Add(1);

    public void ReportWritten() => _reportWrites.Add(1);

    public void DirectiveSent() => _directives.Add(1);

    public void StepEnded(string operation, string step, string result, TimeSpan took) =>
        _steps.Record(took.TotalSeconds, new("result", result), new("step", step), new("type", operation));

    public void PhaseEnded(EndedPhase? ended)
    {
        if (ended is not null)
            _phases.Record(ended.Lasted.TotalSeconds, new KeyValuePair<string, object?>("phase", ended.Phase));
    }

    public void HostLost() => _lost.Add(1);

    public void HostFound() => _found.Add(1);

    public void HostCloned() => _cloned.Add(1);

    public void SentAway() => _sentAway.Add(1);

    public void HandshakeDropped(string reason) => _handshakesDropped.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void HostRegistered() => _registrations.Add(1);

    public void RegistrationFailed(string reason) => _registrationFailures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => _meter.Dispose();
}
