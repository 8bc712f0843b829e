using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.AgentGateway.Presence;

/// <summary>
/// Looks from time to time through the cached hosts for those that should be connected here and are not, or are and nobody knows. Level-triggered:
/// what a look does not bring about, the next one does. Makes no request as long as nothing changes.
/// </summary>
internal sealed partial class PresenceWatch : BackgroundService
{
    private const int WritesAtOnce = 16;
    private const int MostClaims = 256;
    private const int MostNamed = 10;
    private const int EventBurst = 25;
    private static readonly TimeSpan PauseWithMoreToDo = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    private readonly HostStreams _streams;
    private readonly IInformer<ElementalHost> _informer;
    private readonly IResourceClient<ElementalHost> _hosts;
    private readonly IReplicas _replicas;
    private readonly AgentGatewayOptions _options;
    private readonly GatewayMetrics _metrics;
    private readonly IEventRecorder _events;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly TokenBucket _eventAllowance;
    private readonly IDisposable _subscription;
    private readonly Dictionary<ObjectKey, DateTimeOffset> _absentSince = [];
    private string? _mine;

    public PresenceWatch(
        HostStreams streams, IInformers informers, IKubernetesClient client, IReplicas replicas, AgentGatewayOptions options, GatewayMetrics metrics,
        IEventRecorder events, TimeProvider clock, ILogger<PresenceWatch> logger)
    {
        (_streams, _replicas, _options, _metrics, _events, _clock, _logger) = (streams, replicas, options, metrics, events, clock, logger);
        _informer = informers.Get<ElementalHost>();
        _hosts = client.Resource<ElementalHost>();
        // An outage of a rack is one thing to tell, and thousands of events tell it no better.
        _eventAllowance = new TokenBucket(1, EventBurst, clock);
        _subscription = _informer.Subscribe(OnHostChanged);
    }

    /// <summary>What to do about a host.</summary>
    internal Func<PresenceSeen, TimeSpan, PresenceStep> Decide { get; init; } = HostPresence.Next;

    /// <summary>Time between two looks.</summary>
    internal TimeSpan Pause => TimeSpan.FromTicks(Math.Clamp(_options.HostLostAfter.Ticks / 8, ShortestPause.Ticks, LongestPause.Ticks));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _subscription.Dispose();
        base.Dispose();
    }

    /// <summary>Looks once, and writes what follows.</summary>
    /// <returns>Whether more is to be done than should be at once.</returns>
    internal async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        // Whom the one before has missed, this one has not, and it knows nothing of the time before.
        if (_replicas.Mine is var mine && mine != _mine)
        {
            _mine = mine;
            _absentSince.Clear();
        }

        if (mine is null || _streams.IsDraining)
            return false;

        List<ElementalHost> lost = [];
        List<HostStream> here = [];
        HashSet<ObjectKey> seen = [];
        foreach (ElementalHost host in _informer.Store.List())
        {
            seen.Add(ObjectKey.Of(host));
            HostStream? stream = _streams.Find(ObjectKey.Of(host));
            switch (Step(host, mine, stream))
            {
                case PresenceStep.GiveUp:
                    lost.Add(host);
                    break;
                case PresenceStep.Claim:
                    here.Add(stream!);
                    break;
            }
        }

        foreach (ObjectKey gone in _absentSince.Keys.Where(key => !seen.Contains(key)).ToList())
            _absentSince.Remove(gone);

        // Another replica may have gone with thousands of hosts, and they have come here: what they cost is spread over time.
        foreach (HostStream stream in here.Take(MostClaims))
            stream.Reports.ClaimPresence();
        int given = 0;
        foreach (ElementalHost[] some in lost.Chunk(WritesAtOnce))
        {
            Task<bool>[] writes = [.. some.Select(host => GiveUpAsync(host, cancellationToken))];
            foreach (Task<bool> write in writes)
                given += await write ? 1 : 0;
        }

        if (given > 0)
            Log.Lost(_logger, given, _options.HostLostAfter, string.Join(", ", lost.Take(MostNamed).Select(host => ObjectKey.Of(host))));
        return here.Count > MostClaims;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.HostLostAfter <= TimeSpan.Zero)
            return;

        await _informer.Synced.WaitAsync(stoppingToken);
        TimeSpan pause = Pause;
        while (true)
        {
            await Task.Delay(pause, _clock, stoppingToken);
            pause = await LookAsync(stoppingToken) && PauseWithMoreToDo < Pause ? PauseWithMoreToDo : Pause;
        }
    }

    private PresenceStep Step(ElementalHost host, string mine, HostStream? stream)
    {
        ObjectKey key = ObjectKey.Of(host);
        DateTimeOffset now = _clock.GetUtcNow();
        PresenceStep step = Decide(See(host, mine, stream, _absentSince.TryGetValue(key, out DateTimeOffset since) ? now - since : TimeSpan.Zero), _options.HostLostAfter);
        if (step is PresenceStep.Watch)
            _absentSince.TryAdd(key, now);
        else if (step is not PresenceStep.GiveUp)
            _absentSince.Remove(key);
        return step;
    }

    private PresenceSeen See(ElementalHost host, string mine, HostStream? stream, TimeSpan absentFor) => new()
    {
        Mine = IsOurs(host) ? mine : null,
        Leads = _replicas.Leads,
        Recorded = host.Status?.ConnectedTo,
        SaidConnected = host.Connection() is { } said ? said.Status == ConditionStatus.True : null,
        IsRecordedAbandoned = host.Status?.ConnectedTo is { } recorded && recorded != mine && _replicas.IsAbandoned(recorded),
        StreamFor = stream is null ? null : _clock.GetElapsedTime(stream.OpenedAt),
        IsCloned = host.IsCloned(),
        AbsentFor = absentFor,
    };

    private bool IsOurs(ElementalHost host) =>
        string.IsNullOrEmpty(_options.WatchFilter) || host.Metadata.Label(ClusterApiGroup.WatchFilterLabel) == _options.WatchFilter;

    private async Task<bool> GiveUpAsync(ElementalHost host, CancellationToken cancellationToken)
    {
        try
        {
            // It may have come while others were written.
            if (_streams.Find(ObjectKey.Of(host)) is not null)
                return false;

            ElementalHostStatus status = HostPresence.GivenUp(host, _absentSince[ObjectKey.Of(host)], _clock.GetUtcNow());
            ElementalHost written = await _hosts.PatchStatusAsync(host, host with { Status = status }, FieldManagers.Gateway, cancellationToken);
            _metrics.HostLost();
            if (_eventAllowance.TryTake())
                _events.Warning(written, written.Connection()!.Reason, written.Connection()!.Message);
            return true;
        }
        catch (ApiException exception) when (exception.IsConflict || exception.IsNotFound)
        {
            // Somebody has written it meanwhile: the next look sees what it is now.
            return false;
        }
        catch (Exception exception) when (ApiFailures.IsApiFailure(exception) || exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.NotWritten(_logger, host.Metadata.NamespaceProperty, host.Metadata.Name, exception.Message);
            return false;
        }
    }

    private void OnHostChanged(ElementalHost? before, ElementalHost? after)
    {
        if (before?.IsCloned() == false && after?.IsCloned() == true && _streams.Find(ObjectKey.Of(after)) is not null)
        {
            Condition said = Conditions.Find(after.Status!.Conditions, ConditionTypes.IdentityReady)!;
            _metrics.HostCloned();
            _events.Warning(after, said.Reason, said.Message);
        }

        if (before?.IsAway() != true || after is null || after.IsAway() || after.Status?.ConnectedTo is not { } replica || replica != _replicas.Mine)
            return;

        _metrics.HostFound();
        if (_eventAllowance.TryTake())
            _events.Normal(after, Reasons.HostConnected, $"the host is back, {after.Connection()?.Message}");
    }

    private static partial class Log
    {
        [LoggerMessage(3301, LogLevel.Warning, "{Count} hosts have not been connected for {Patience}: {Names}")]
        public static partial void Lost(ILogger logger, int count, TimeSpan patience, string names);

        [LoggerMessage(3302, LogLevel.Warning, "That the host {Namespace}/{Name} is lost is written later: {Reason}")]
        public static partial void NotWritten(ILogger logger, string @namespace, string name, string reason);
    }
}
