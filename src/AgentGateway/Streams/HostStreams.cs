using System.Collections.Concurrent;
using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.AgentGateway.Presence;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.AgentGateway.Streams;

/// <summary>The hosts that are connected to this replica; tells each of what changed for it.</summary>
internal sealed class HostStreams : IDisposable
{
    private static readonly TimeSpan LeastReconnectAfter = TimeSpan.FromSeconds(0.5);

    private readonly ConcurrentDictionary<ObjectKey, HostStream> _streams = new();
    private readonly ConcurrentDictionary<ObjectKey, HostReportWriter> _flushing = new();
    private readonly ReportPaces _paces;
    private readonly ObjectReader<ElementalHost> _reader;
    private readonly IInformer<Cluster> _clusters;
    private readonly IInformer<ElementalRegistration> _registrations;
    private readonly Func<ObjectKey, HostReportWriter> _newWriter;
    private readonly GatewayDecisions _decisions;
    private readonly AgentGatewayOptions _options;
    private readonly GatewayMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly Clones? _clones;
    private readonly IReadOnlyList<IDisposable> _subscriptions;
    private volatile bool _isDraining;

    public HostStreams(
        IInformers informers,
        ObjectReader<ElementalHost> reader,
        IKubernetesClient client,
        GatewayDecisions decisions,
        AgentGatewayOptions options,
        WorkDoor door,
        GatewayMetrics metrics,
        IEventRecorder events,
        TimeProvider clock,
        ILogger<HostReportWriter> logger,
        IReplicas? replicas = null,
        Clones? clones = null)
    {
        _paces = new ReportPaces(clock);
        _reader = reader;
        _clusters = informers.Get<Cluster>();
        _registrations = informers.Get<ElementalRegistration>();
        _newWriter = key => new HostReportWriter(key, client.Resource<ElementalHost>(), decisions, options, door, metrics, events, clock, logger)
        {
            Replicas = replicas,
            Clones = clones,
        };
        _decisions = decisions;
        _options = options;
        _metrics = metrics;
        _clock = clock;
        _clones = clones;
        _subscriptions =
        [
            informers.Get<ElementalHost>().Subscribe(OnHostChanged),
            _clusters.Subscribe(OnClusterChanged),
            _registrations.Subscribe(OnRegistrationChanged),
        ];
    }

    /// <summary>Whether the hosts are being sent elsewhere.</summary>
    public bool IsDraining => _isDraining;

    /// <summary>What becomes of what an older stream of a host has not written yet: the host says it again on the newest one.</summary>
    internal Action<HostReportWriter> Supersede { get; init; } = static writer => writer.Stop();

    /// <summary>Number of open streams.</summary>
    public int Count => _streams.Count;

    /// <summary>Opens the stream of a host; a stream it had before is ended, because the newest connection is the one that is alive.</summary>
    /// <param name="host">The host that connected.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RefusedException">NOT_FOUND: the host is gone. UNAVAILABLE: this replica is shutting down.</exception>
    public async ValueTask<HostStream> OpenAsync(ElementalHost host, CancellationToken cancellationToken)
    {
        ObjectKey key = ObjectKey.Of(host);
        // Which of the two it is that comes, nobody knows; so that there is quiet, the one that is here stays.
        if (_clones is not null && host.IsCloned() && _streams.ContainsKey(key))
            throw new RefusedException(_clones.Refuse(key));

        HostStream stream = new(key, Direct, _newWriter(key)) { OpenedAt = _clock.GetTimestamp(), Pace = Find(key)?.Pace ?? _paces.Of(key) };
        HostStream? replaced = null;
        _streams.AddOrUpdate(
            key,
            static (_, added) => added,
            (_, existing, added) =>
            {
                replaced = existing;
                return added;
            },
            stream);
        _metrics.StreamOpened();
        if (replaced is not null)
        {
            Supersede(replaced.Reports);
            replaced.End(Refusal.Aborted(RefusalReasons.StreamReplaced, $"the ElementalHost {key} has connected again, this stream is the older one"));
        }

        // One writer a host: what an ended stream has not written yet, the host says again on this one.
        if (_flushing.TryRemove(key, out HostReportWriter? flushing))
            Supersede(flushing);

        try
        {
            // Only now that changes reach the stream: a deletion in between would otherwise never be noticed.
            stream.Begin(await _reader.FindAsync(key, cancellationToken) ?? throw new RefusedException(Gone(key)));
            if (_isDraining)
                throw new RefusedException(Refusal.Unavailable(RefusalReasons.Draining, "this replica of the manager is shutting down", LeastReconnectAfter));

            return stream;
        }
        catch
        {
            Close(stream);
            throw;
        }
    }

    /// <summary>The stream of a host; null where it has none here.</summary>
    /// <param name="host">The host.</param>
    public HostStream? Find(ObjectKey host) => _streams.GetValueOrDefault(host);

    /// <summary>
    /// Writes something else to a host than what it reports, in turn with its reports where it is connected here, or has hung up and its last
    /// report is still to be written.
    /// </summary>
    /// <param name="host">The host as the caller knows it.</param>
    /// <param name="write">What to write, on top of the newest state that is known here.</param>
    public Task InTurnAsync(ElementalHost host, Func<ElementalHost, Task> write) =>
        WriterOf(ObjectKey.Of(host)) is { } writer ? writer.InTurnAsync(host, write) : write(host);

    /// <summary>
    /// Remembers what was written to a host here, which its reports and its next call would otherwise collide with until the informer shows it.
    /// </summary>
    /// <param name="written">The host as the API answered.</param>
    public void Learn(ElementalHost written)
    {
        _reader.Learn(written);
        WriterOf(ObjectKey.Of(written))?.Observe(written);
    }

    // In this order: a stream that is closed is among the others before it leaves its own place.
    private HostReportWriter? WriterOf(ObjectKey key) =>
        _streams.TryGetValue(key, out HostStream? stream) ? stream.Reports : _flushing.GetValueOrDefault(key);

    /// <summary>Forgets a stream; its last report is still written.</summary>
    /// <param name="stream">The stream that ended.</param>
    public void Close(HostStream stream)
    {
        stream.Close();
        _paces.Keep(stream.Key, stream.Pace);
        _metrics.StreamClosed();
        if (!_streams.TryGetValue(stream.Key, out HostStream? current) || current != stream)
            return;

        // First to where the next stream looks for it, then away from where it looked before: it cannot be missed.
        _flushing[stream.Key] = stream.Reports;
        if (_streams.TryRemove(KeyValuePair.Create(stream.Key, stream)))
            _ = ForgetWhenDoneAsync(stream.Key, stream.Reports);
        else
            Forget(stream.Key, stream.Reports);
    }

    /// <summary>Sends all hosts elsewhere, spread over time so that they do not arrive there all at once, and refuses new ones.</summary>
    /// <returns>Completes when every host has hung up.</returns>
    public async Task DrainAsync()
    {
        _isDraining = true;
        HostStream[] streams = [.. _streams.Values];
        TimeSpan window = TimeSpan.FromSeconds((double)streams.Length / _options.ReconnectsPerSecond);
        if (window > _options.MaxReconnectAfter)
            window = _options.MaxReconnectAfter;
        for (int i = 0; i < streams.Length; i++)
            streams[i].Drain(LeastReconnectAfter + (window * i / streams.Length));
        foreach (HostStream stream in streams)
            await stream.Closed;
    }

    /// <summary>Ends the streams of hosts that did not go by themselves.</summary>
    public void EndAll()
    {
        foreach (HostStream stream in _streams.Values)
            stream.End();
    }

    /// <summary>Completes when every report that arrived is written.</summary>
    public Task FlushedAsync() =>
        Task.WhenAll(_streams.Values.Select(stream => stream.Reports).Concat(_flushing.Values).Select(reports => reports.Completion));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable subscription in _subscriptions)
            subscription.Dispose();
    }

    private async Task ForgetWhenDoneAsync(ObjectKey key, HostReportWriter reports)
    {
        await reports.Completion;
        Forget(key, reports);
    }

    private void Forget(ObjectKey key, HostReportWriter reports) => _flushing.TryRemove(KeyValuePair.Create(key, reports));

    private HostDirective Direct(ElementalHost host) => _decisions.Directive(host, _clusters.Store.Of(host)) with { Registration = AccessFor(host) };

    private RegistrationAccess? AccessFor(ElementalHost host) => host.RegistrationName() is { } name
        ? RegistrationAccess.Of(_registrations.Store.Find(new ObjectKey(host.Metadata.NamespaceProperty ?? "", name)))
        : null;

    private void OnHostChanged(ElementalHost? before, ElementalHost? after)
    {
        if (!_streams.TryGetValue(ObjectKey.Of((after ?? before)!), out HostStream? stream))
            return;

        if (after is not null)
        {
            stream.Update(after);
            return;
        }

        stream.Reports.Stop();
        // One that was moved goes on elsewhere: it must not take itself for forgotten, and register here again.
        stream.End(Hold.IsMovedAway(before!)
            ? Refusal.Moved($"{stream.Key.Namespace}/{before!.RegistrationName()}")
            : Gone(stream.Key));
    }

    private void OnRegistrationChanged(ElementalRegistration? before, ElementalRegistration? after)
    {
        if (after is null || Equals(RegistrationAccess.Of(before), RegistrationAccess.Of(after)))
            return;

        ObjectKey registration = ObjectKey.Of(after);
        foreach (HostStream stream in _streams.Values)
            stream.UpdateRegistration(registration);
    }

    private void OnClusterChanged(Cluster? before, Cluster? after)
    {
        // Clusters are written all the time, and next to nothing of it is about their hosts.
        if (Hold.IsOn(before) == Hold.IsOn(after))
            return;

        ObjectKey cluster = ObjectKey.Of((after ?? before)!);
        foreach (HostStream stream in _streams.Values)
            stream.UpdateCluster(cluster);
    }

    private static Refusal Gone(ObjectKey key) => Refusal.NotFound(RefusalReasons.HostUnknown, $"there is no ElementalHost {key} (any more)");
}
