using System.Text.Json;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime.Replicas;

/// <summary>
/// Holds the lease of this replica and watches those of the others: one list and one update every few seconds, however much a replica has under
/// its hands. Clocks of different machines never matter: a lease is held while its record changes.
/// </summary>
internal sealed partial class ReplicaLeases : BackgroundService, IReplicas
{
    private const string Label = "infrastructure.cluster.x-k8s.io/replica-of";

    private readonly IKubernetesClient _client;
    private readonly ControllerRuntimeOptions _options;
    private readonly ControllerRuntimeHealth _health;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Watched> _watched = [];
    private bool _isWatching;
    private long _watchingSince;
    private string? _mine;
    private long _renewedAt;

    public ReplicaLeases(
        IKubernetesClient client, IOptions<ControllerRuntimeOptions> options, ControllerRuntimeHealth health, TimeProvider clock, ILogger<ReplicaLeases> logger)
    {
        (_client, _options, _health, _clock, _logger) = (client, options.Value, health, clock, logger);
    }

    /// <inheritdoc/>
    public string? Mine
    {
        get
        {
            lock (_lock)
                return _mine is not null && _clock.GetElapsedTime(_renewedAt) < _options.LeaseDuration ? _mine : null;
        }
    }

    /// <inheritdoc/>
    public bool Leads => _health.IsActive;

    /// <inheritdoc/>
    public bool IsAbandoned(string lease)
    {
        lock (_lock)
        {
            return _isWatching
                && Prefix is { } prefix
                && ReplicaSlots.NumberOf(prefix, lease) is not null
                && (!_watched.TryGetValue(lease, out Watched? watched) || ReplicaSlots.IsFree(SlotOf(watched)));
        }
    }

    private string? Prefix => string.IsNullOrEmpty(_options.LeaseNamespace) ? null : _options.ReplicaPrefix;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

    /// <summary>Holds a lease until told to stop, and gives it back.</summary>
    internal async Task RunAsync(CancellationToken stoppingToken)
    {
        if (Prefix is not { } prefix)
            return;

        IResourceClient<V1Lease> leases = _client.Resource<V1Lease>();
        try
        {
            while (true)
            {
                await TurnAsync(leases, prefix, stoppingToken);
                // Three tries before others take it for abandoned.
                await Task.Delay(_options.LeaseDuration / 4, _clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await ReleaseAsync(leases);
        }
    }

    private async Task TurnAsync(IResourceClient<V1Lease> leases, string prefix, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(_options.LeaseDuration / 2, _clock);
        using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            KubernetesList<V1Lease> list = await leases.ListAsync(_options.LeaseNamespace, new ListOptions { LabelSelector = $"{Label}={prefix}" }, attempt.Token);
            Observe(list.Items);
            long startedAt = _clock.GetTimestamp();
            switch (Next(prefix))
            {
                case SlotStep.Hold hold:
                    V1Lease current = list.Items.First(lease => lease.Metadata.Name == hold.Name);
                    Hold(await leases.UpdateAsync(current with { Spec = Held(current.Spec) }, null, attempt.Token), startedAt);
                    break;
                case SlotStep.Create create:
                    Hold(await leases.CreateAsync(New(prefix, create.Name), null, attempt.Token), startedAt);
                    break;
                default:
                    Lose();
                    break;
            }
        }
        catch (ApiException exception) when (exception.IsConflict || exception.IsAlreadyExists)
        {
            // Another replica was faster; the next look shows what is left.
            Lose();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Failed(_logger, prefix, "the API server did not answer in time");
        }
        catch (Exception exception) when (exception is ApiException or HttpRequestException or JsonException)
        {
            Log.Failed(_logger, prefix, exception.Message);
        }
    }

    private SlotStep Next(string prefix)
    {
        lock (_lock)
            return ReplicaSlots.Next([.. _watched.Values.Select(SlotOf)], prefix, _options.Identity, _clock.GetElapsedTime(_watchingSince));
    }

    private void Observe(IEnumerable<V1Lease> leases)
    {
        lock (_lock)
        {
            long now = _clock.GetTimestamp();
            if (!_isWatching)
                (_isWatching, _watchingSince) = (true, now);
            Dictionary<string, V1Lease> seen = leases.ToDictionary(lease => lease.Metadata.Name);
            foreach (string gone in _watched.Keys.Where(name => !seen.ContainsKey(name)).ToList())
                _watched.Remove(gone);
            foreach ((string name, V1Lease lease) in seen)
            {
                if (!_watched.TryGetValue(name, out Watched? known) || known.Lease.Metadata.ResourceVersion != lease.Metadata.ResourceVersion)
                    _watched[name] = new Watched(lease, now);
            }
        }
    }

    private void Hold(V1Lease lease, long startedAt)
    {
        lock (_lock)
        {
            if (_mine != lease.Metadata.Name)
                Log.Holds(_logger, _options.Identity, lease.Metadata.NamespaceProperty, lease.Metadata.Name);
            (_mine, _renewedAt) = (lease.Metadata.Name, startedAt);
            _watched[lease.Metadata.Name] = new Watched(lease, _clock.GetTimestamp());
        }
    }

    private void Lose()
    {
        lock (_lock)
            _mine = null;
    }

    private Slot SlotOf(Watched watched) => new(
        watched.Lease.Metadata.Name,
        watched.Lease.Spec?.HolderIdentity,
        _clock.GetElapsedTime(watched.Since),
        watched.Lease.Spec?.LeaseDurationSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : _options.LeaseDuration);

    private V1Lease New(string prefix, string name) => new()
    {
        Metadata = new V1ObjectMeta
        {
            NamespaceProperty = _options.LeaseNamespace,
            Name = name,
            Labels = new Dictionary<string, string> { [Label] = prefix },
        },
        Spec = Held(before: null),
    };

    private V1LeaseSpec Held(V1LeaseSpec? before)
    {
        DateTime now = _clock.GetUtcNow().UtcDateTime;
        bool isOurs = before?.HolderIdentity == _options.Identity;
        return new V1LeaseSpec
        {
            HolderIdentity = _options.Identity,
            LeaseDurationSeconds = (int)Math.Ceiling(_options.LeaseDuration.TotalSeconds),
            AcquireTime = isOurs ? before!.AcquireTime : now,
            RenewTime = now,
            LeaseTransitions = (before?.LeaseTransitions ?? 0) + (isOurs || before is null ? 0 : 1),
        };
    }

    /// <summary>Lets the next replica take over at once instead of after the lease duration.</summary>
    private async Task ReleaseAsync(IResourceClient<V1Lease> leases)
    {
        V1Lease? ours;
        lock (_lock)
            ours = Mine is { } name ? _watched[name].Lease : null;
        if (ours is null)
            return;

        Lose();
        using CancellationTokenSource limit = new(_options.RetryPeriod, _clock);
        try
        {
            await leases.UpdateAsync(ours with { Spec = ours.Spec! with { HolderIdentity = "" } }, null, limit.Token);
        }
        catch (Exception exception) when (exception is ApiException or HttpRequestException or JsonException or OperationCanceledException)
        {
            // It runs out by itself.
            Log.Failed(_logger, ours.Metadata.Name, exception.Message);
        }
    }

    /// <summary>A lease, and since when it has been as it is.</summary>
    private sealed record Watched(V1Lease Lease, long Since);

    private static partial class Log
    {
        [LoggerMessage(1351, LogLevel.Information, "{Identity} is the replica {Namespace}/{Lease}")]
        public static partial void Holds(ILogger logger, string identity, string @namespace, string lease);

        [LoggerMessage(1352, LogLevel.Warning, "The leases {Lease} of the replicas could not be read or written: {Cause}")]
        public static partial void Failed(ILogger logger, string lease, string cause);
    }
}
