using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime.Events;

/// <summary>Writes events in the background. Who records one never waits: when too many are pending, further ones are left out and counted.</summary>
internal sealed partial class EventRecorder(
    IKubernetesClient client, IOptions<ControllerRuntimeOptions> options, RuntimeMetrics metrics, TimeProvider timeProvider, ILogger<EventRecorder> logger)
    : BackgroundService, IEventRecorder
{
    private const int Pending = 1024;
    private const int LongestMessage = 1024;
    private const int LongestNamePrefix = 200;

    /// <summary>Time for events that are pending on shutdown; they matter less than a fast restart.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(3);

    private readonly IResourceClient<Corev1Event> _events = client.Resource<Corev1Event>();
    private readonly EventCorrelator _correlator = new(timeProvider);
    private readonly Channel<Occurrence> _pending = Channel.CreateBounded<Occurrence>(new BoundedChannelOptions(Pending) { SingleReader = true });

    public void Normal(IKubernetesObject<V1ObjectMeta> about, string reason, string message) => Record(about, "Normal", reason, message);

    public void Warning(IKubernetesObject<V1ObjectMeta> about, string reason, string message) => Record(about, "Warning", reason, message);

    /// <summary>Records that something needs attention at an object that is known by name only.</summary>
    public void Warning(V1ObjectReference about, string reason, string message) => Record(about, "Warning", reason, message);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using CancellationTokenSource limit = new(Timeout.InfiniteTimeSpan, timeProvider);
        using CancellationTokenRegistration stopping = stoppingToken.Register(() =>
        {
            _pending.Writer.TryComplete();
            limit.CancelAfter(DrainTime);
        });
        try
        {
            await foreach (Occurrence occurrence in _pending.Reader.ReadAllAsync(limit.Token))
                await WriteAsync(occurrence, limit.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            Log.LeftOnStop(logger, _pending.Reader.Count);
        }
    }

    private void Record(IKubernetesObject<V1ObjectMeta> about, string type, string reason, string message)
    {
        // Built-in models that were made here and not read do not say what they are.
        ResourceType kind = ResourceType.Of(about.GetType());
        V1ObjectReference reference = new()
        {
            ApiVersion = about.ApiVersion ?? kind.ApiVersion,
            Kind = about.Kind ?? kind.Kind,
            NamespaceProperty = about.Metadata.NamespaceProperty,
            Name = about.Metadata.Name,
            Uid = about.Metadata.Uid,
            ResourceVersion = about.Metadata.ResourceVersion,
        };
        Record(reference, type, reason, message);
    }

    private void Record(V1ObjectReference reference, string type, string reason, string message)
    {
        string text = PrintableText.Shorten(message, LongestMessage);
        if (!_pending.Writer.TryWrite(new Occurrence(reference, type, reason, text, timeProvider.GetUtcNow())))
            metrics.EventDropped("queue_full");
    }

    private async Task WriteAsync(Occurrence occurrence, CancellationToken cancellationToken)
    {
        EventKey key = occurrence.Key;
        if (!_correlator.Admits(key))
        {
            metrics.EventDropped("too_many_for_object");
            return;
        }

        try
        {
            if (_correlator.FindRecent(key) is not { } known || !await CountAsync(key, known, occurrence, cancellationToken))
                await CreateAsync(key, occurrence, cancellationToken);
        }
        catch (Exception exception) when (exception is ApiException or HttpRequestException or JsonException)
        {
            metrics.EventDropped("not_accepted");
            Log.NotWritten(logger, occurrence.Reason, key.Kind, key.Namespace, key.Name, exception.Message);
        }
    }

    /// <summary>Counts an event that was written before.</summary>
    /// <returns>Whether it was still there.</returns>
    private async Task<bool> CountAsync(EventKey key, EventCorrelator.Written known, Occurrence occurrence, CancellationToken cancellationToken)
    {
        JsonObject change = new()
        {
            ["count"] = known.Count + 1,
            ["lastTimestamp"] = occurrence.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        };
        try
        {
            await _events.PatchAsync(NamespaceOf(occurrence), known.Name, Patch.Merge(change), options: null, cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            return false;
        }

        _correlator.Remember(key, known.Name, known.Count + 1);
        return true;
    }

    private async Task CreateAsync(EventKey key, Occurrence occurrence, CancellationToken cancellationToken)
    {
        string prefix = key.Name.Length <= LongestNamePrefix ? key.Name : key.Name[..LongestNamePrefix];
        Corev1Event created = await _events.CreateAsync(
            new Corev1Event
            {
                Metadata = new V1ObjectMeta { NamespaceProperty = NamespaceOf(occurrence), Name = $"{prefix}.{Guid.NewGuid():N}" },
                InvolvedObject = occurrence.About,
                Type = occurrence.Type,
                Reason = occurrence.Reason,
                Message = occurrence.Message,
                Source = new V1EventSource { Component = options.Value.Component },
                FirstTimestamp = occurrence.At.UtcDateTime,
                LastTimestamp = occurrence.At.UtcDateTime,
                Count = 1,
                ReportingComponent = options.Value.Component,
                ReportingInstance = options.Value.Identity,
            },
            options: null,
            cancellationToken);
        _correlator.Remember(key, created.Metadata.Name ?? "", count: 1);
    }

    /// <summary>Events about cluster-scoped objects live in the default namespace.</summary>
    private static string NamespaceOf(Occurrence occurrence) => occurrence.About.NamespaceProperty ?? "default";

    private sealed record Occurrence(V1ObjectReference About, string Type, string Reason, string Message, DateTimeOffset At)
    {
        public EventKey Key => new(About.NamespaceProperty ?? "", About.Kind ?? "", About.Name ?? "", About.Uid ?? "", Type, Reason, Message);
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Warning, "Event {Reason} about {Kind} {Namespace}/{Name} could not be written: {Cause}")]
        public static partial void NotWritten(ILogger logger, string reason, string kind, string @namespace, string name, string cause);

        [LoggerMessage(1202, LogLevel.Information, "Stopped while {Count} events were waiting to be written")]
        public static partial void LeftOnStop(ILogger logger, int count);
    }
}
