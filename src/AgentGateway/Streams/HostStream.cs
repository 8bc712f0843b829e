using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.AgentGateway.Tracing;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Streams;

/// <summary>
/// One host's open conversation: directives wait here until they are sent, and only the newest one does. Whole states are exchanged, so what
/// is skipped is not missed.
/// </summary>
/// <param name="key">The host.</param>
/// <param name="direct">What is wanted of the host, as it is and as the caches know what belongs to it.</param>
/// <param name="reports">Writes what the host reports.</param>
internal sealed class HostStream(ObjectKey key, Func<ElementalHost, HostDirective> direct, HostReportWriter reports)
{
    private readonly Channel<HostDirective> _directives = Channel.CreateBounded<HostDirective>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private ElementalHost? _host;
    private HostDirective? _last;
    private TimeSpan? _reconnectAfter;

    /// <summary>The host.</summary>
    public ObjectKey Key => key;

    /// <summary>Timestamp of when it was opened.</summary>
    public long OpenedAt { get; init; }

    /// <summary>How often the host is heard.</summary>
    public required TokenBucket Pace { get; init; }

    /// <summary>Writes what the host reports.</summary>
    public HostReportWriter Reports => reports;

    /// <summary>The trace context of what was last asked of the host; empty where there is none.</summary>
    public string Traceparent
    {
        get
        {
            lock (_lock)
                return _host is null ? "" : HostTraces.Of(_host);
        }
    }

    /// <summary>Completes when nobody reads or writes the stream any more.</summary>
    public Task Closed => _closed.Task;

    /// <summary>The directives to send, until the stream is ended; ends with the exception it was ended with.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async IAsyncEnumerable<HostDirective> ReadDirectivesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _directives.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_directives.Reader.TryRead(out HostDirective? directive))
                yield return directive;
        }
    }

    /// <summary>Starts from a state of the host, unless a change has brought a newer one already.</summary>
    /// <param name="host">The host as it was found.</param>
    public void Begin(ElementalHost host)
    {
        lock (_lock)
        {
            if (_host is null)
                Update_NeedsLock(host);
        }
    }

    /// <summary>Follows a change of the host.</summary>
    /// <param name="host">The host after the change.</param>
    public void Update(ElementalHost host)
    {
        lock (_lock)
            Update_NeedsLock(host);
    }

    /// <summary>Follows a change of the host's Cluster.</summary>
    /// <param name="cluster">The Cluster that changed.</param>
    public void UpdateCluster(ObjectKey cluster)
    {
        lock (_lock)
        {
            if (_host is not null && HostClusters.KeyOf(_host) == cluster)
                Push_NeedsLock(direct(_host));
        }
    }

    /// <summary>Follows a change of the host's registration.</summary>
    /// <param name="registration">The registration that changed.</param>
    public void UpdateRegistration(ObjectKey registration)
    {
        lock (_lock)
        {
            if (_host is not null && registration.Namespace == key.Namespace && _host.RegistrationName() == registration.Name)
                Push_NeedsLock(direct(_host));
        }
    }

    /// <summary>Ends the stream after what is waiting to be sent.</summary>
    /// <param name="why">What the host is told; null for a good end.</param>
    public void End(Refusal? why = null) =>
        _directives.Writer.TryComplete(why is null ? null : new RefusedException(why));

    /// <summary>Notes that nobody reads or writes the stream any more.</summary>
    public void Close()
    {
        End();
        _closed.TrySetResult();
    }

    /// <summary>
    /// Sends the host elsewhere. The stream stays open until the host hangs up: a connection that is closed before that takes away what the
    /// host has not read yet.
    /// </summary>
    /// <param name="reconnectAfter">When the host should come back.</param>
    public void Drain(TimeSpan reconnectAfter)
    {
        lock (_lock)
        {
            _reconnectAfter = reconnectAfter;
            Push_NeedsLock(_last ?? new HostDirective());
        }
    }

    private void Update_NeedsLock(ElementalHost host)
    {
        // Whoever connected held the key of before; only the holder of the new one speaks for the host from here on.
        if (_host is not null && _host.Spec?.PubKey != host.Spec?.PubKey)
        {
            reports.Stop();
            End(Refusal.Unauthenticated(RefusalReasons.KeyChanged, $"the key of the ElementalHost {key} has changed"));
            return;
        }

        // Another replica says that the host has come to it. If that is so, nobody notices the end of this one; and if not, the host comes back.
        if (_host is not null && host.Status?.ConnectedTo is { } replica && replica != _host.Status?.ConnectedTo && !reports.IsThis(replica))
        {
            reports.Stop();
            End(Refusal.Aborted(RefusalReasons.StreamReplaced, $"the ElementalHost {key} has connected to {replica}, this stream is the older one"));
            return;
        }

        _host = host;
        Push_NeedsLock(direct(host));
        reports.Observe(host);
    }

    private void Push_NeedsLock(HostDirective directive)
    {
        // A change that comes after the farewell may overtake it, so it says farewell too.
        if (_reconnectAfter is not null)
            directive = directive with { ReconnectAfter = _reconnectAfter };
        bool isNews = directive != _last;
        // An equal one too: it shares texts with the newest state of the host, and nothing holds the state before any more.
        _last = directive;
        if (isNews)
            _directives.Writer.TryWrite(directive);
    }
}
