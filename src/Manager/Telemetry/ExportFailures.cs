using System.Diagnostics.Tracing;

namespace ElementalProvider.Manager.Telemetry;

/// <summary>Says in the log that telemetry gets lost. The exporter itself tells nobody, and whoever looks for their traces looks here.</summary>
/// <param name="collector">Where the telemetry goes.</param>
/// <param name="clock">Spaces the lines out.</param>
/// <param name="logger">The log.</param>
internal sealed partial class ExportFailures(Uri collector, TimeProvider clock, ILogger<ExportFailures> logger) : EventListener, IHostedService
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    // Each signal fails every few seconds while the collector is away.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    private long _quietUntil = long.MinValue;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
            EnableEvents(eventSource, EventLevel.Warning);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        ArgumentNullException.ThrowIfNull(eventData);
        long now = clock.GetUtcNow().UtcTicks;
        long quietUntil = Volatile.Read(ref _quietUntil);
        if (now >= quietUntil && Interlocked.CompareExchange(ref _quietUntil, now + Silence.Ticks, quietUntil) == quietUntil)
            Log.NotExported(logger, collector, Reason(eventData));
    }

    // An exception comes as its whole text with the stack; its first line says it.
    private static string Reason(EventWrittenEventArgs eventData) =>
        eventData.Payload is [.., string text] && text.Length > 0 ? text.Split('\n')[0].TrimEnd() : eventData.EventName ?? "unknown";

    private static partial class Log
    {
        [LoggerMessage(4301, LogLevel.Warning, "Telemetry does not reach the collector {collector}, and is lost meanwhile; check --otlp-endpoint: {reason}")]
        public static partial void NotExported(ILogger logger, Uri collector, string reason);
    }
}
