using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>
/// Lists a kind page by page and then follows its changes. The store is replaced only by whole lists; what went missing during a gap is
/// reported as deleted; a cut watch continues at the last version seen, and only a version the server no longer has (410) costs a new list.
/// An object that cannot be read costs itself alone: the last state that could be read stays, and where there is none, it is as if not there.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed partial class Informer<T> : IInformer<T>, IRunnableInformer
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private static readonly TimeSpan ShortestUsefulWatch = TimeSpan.FromSeconds(1);

    private readonly IResourceClient<T> _client;
    private readonly InformerOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ReconnectBackoff _backoff;
    private readonly ChangeDispatcher<T> _changes;
    private readonly UnreadableObjects _unreadable;
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _version;

    public Informer(
        IResourceClient<T> client,
        InformerOptions options,
        TimeProvider timeProvider,
        ILogger logger,
        UnreadableObjects? unreadable = null,
        Action<string>? onMutation = null)
    {
        _client = client;
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
        _unreadable = unreadable ?? new UnreadableObjects(KindOf<T>.Type, logger);
        _backoff = new ReconnectBackoff(timeProvider, Random.Shared.NextDouble);
        // Whoever changes what everybody shares ends the process, unless a test wants to be told.
        _changes = new ChangeDispatcher<T>(logger, options.DetectMutations ? new MutationDetector<T>(onMutation ?? Environment.FailFast) : null);
    }

    public string Name => KindOf<T>.Type.GroupResource;

    public IStore<T> Store => _changes.Store;

    public Task Synced => _synced.Task;

    public void AddIndex(string name, Func<T, IEnumerable<string>> values) => _changes.Store.AddIndex(name, values);

    public IDisposable Subscribe(Action<T?, T?> handler) => _changes.Subscribe(handler);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        _changes.Verify();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (_version is null)
                    await ListAsync(cancellationToken);
                if (await WatchAsync(cancellationToken))
                    continue;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (ApiException exception) when (exception.IsGone)
            {
                Log.VersionGone(_logger, Name, _version);
                _version = null;
            }
            catch (Exception exception)
            {
                // Whatever it is, a cache that silently stopped would be worse than one that keeps trying and says so.
                Log.Interrupted(_logger, Name, exception.Message, exception);
            }

            try
            {
                await _backoff.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        List<UnreadableObject> unreadable = [];
        (Dictionary<ObjectKey, T> items, string version) = await PagedList.ReadAsync(_client, _options, unreadable, cancellationToken);
        foreach (UnreadableObject each in unreadable)
        {
            if (Store.Find(each.Key) is { } known && known.Metadata.Uid == each.Uid)
                items.TryAdd(each.Key, known);
        }

        _unreadable.Replace(unreadable);
        _changes.Replace(items);
        _version = version;
        _backoff.Progress();
        if (_synced.TrySetResult())
            Log.Synced(_logger, Name, items.Count);
    }

    /// <summary>Follows the changes until the server ends the watch or falls silent.</summary>
    /// <returns>Whether the next watch may follow at once.</returns>
    private async Task<bool> WatchAsync(CancellationToken cancellationToken)
    {
        long started = _timeProvider.GetTimestamp();
        using IdleWatchdog watchdog = new(_options.IdleTimeout, _timeProvider, cancellationToken);
        WatchOptions options = new()
        {
            ResourceVersion = _version,
            Timeout = _options.WatchTimeout * (1 + Random.Shared.NextDouble()),
            Unreadable = (type, found) =>
            {
                watchdog.Heard();
                PassOver(type, found);
            },
        };
        try
        {
            await foreach (WatchEvent<T> change in _client.WatchAsync(_options.Namespace, options, watchdog.Token))
            {
                watchdog.Heard();
                Apply(change);
                _backoff.Progress();
            }
        }
        catch (OperationCanceledException) when (watchdog.Expired && !cancellationToken.IsCancellationRequested)
        {
            Log.Silent(_logger, Name, _options.IdleTimeout);
        }

        // A server that ends every watch at once must not be asked in a tight loop.
        return _timeProvider.GetElapsedTime(started) >= ShortestUsefulWatch;
    }

    private void Apply(WatchEvent<T> change)
    {
        switch (change.Type)
        {
            case WatchEventType.Added or WatchEventType.Modified:
                _unreadable.Settled(ObjectKey.Of(change.Object));
                _changes.Set(change.Object);
                break;
            case WatchEventType.Deleted:
                _unreadable.Settled(ObjectKey.Of(change.Object));
                _changes.Remove(change.Object);
                break;
            case WatchEventType.Bookmark:
                _changes.Verify();
                break;
        }

        _version = change.Object.Metadata.ResourceVersion ?? _version;
    }

    private void PassOver(WatchEventType type, UnreadableObject found)
    {
        T? known = Store.Find(found.Key);
        if (type == WatchEventType.Deleted)
            _unreadable.Settled(found.Key);
        else
            _unreadable.Found(found);

        // Another object of the same name is no news of the one that is known, but of its end.
        if (known is not null && (type == WatchEventType.Deleted || known.Metadata.Uid != found.Uid))
            _changes.Remove(known);

        _backoff.Progress();
        _version = found.ResourceVersion ?? _version;
    }
}
