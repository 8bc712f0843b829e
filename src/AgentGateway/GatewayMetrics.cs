using System.Diagnostics.Metrics;

namespace ElementalProvider.AgentGateway;

/// <summary>What the gateway counts. No label names a host: the number of series does not grow with the fleet.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "ElementalProvider.AgentGateway";

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _streams;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _reportWrites;
    private readonly Counter<long> _directives;
    private readonly Counter<long> _registrations;
    private readonly Counter<long> _registrationFailures;

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

        // A rate needs the zero it starts from; what has labels shows when it first happens.
        _streams.Add(0);
        _reports.Add(0);
        _reportWrites.Add(0);
        _directives.Add(0);
        _registrations.Add(0);
    }

    public void StreamOpened() => _streams.Add(1);

    public void StreamClosed() => _streams.Add(-1);

    public void ReportReceived() => _reports.Add(1);

    public void ReportWritten() => _reportWrites.Add(1);

    public void DirectiveSent() => _directives.Add(1);

    public void HostRegistered() => _registrations.Add(1);

    public void RegistrationFailed(string reason) => _registrationFailures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => _meter.Dispose();
}
