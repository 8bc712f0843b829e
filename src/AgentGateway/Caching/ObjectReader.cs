using System.Collections.Concurrent;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.AgentGateway.Caching;

/// <summary>
/// Reads one kind from its informer and bridges the moment in which the informer has not seen what is there: what this replica wrote
/// itself is remembered, and what another created is read once from the API, however many callers ask. Misses are remembered briefly and reads
/// are few at a time, so that made-up names cannot become a load on the API.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class ObjectReader<T> : IDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private const int Remembered = 4096;
    private const int ConcurrentReads = 16;
    private static readonly TimeSpan HoldWritten = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HoldMiss = TimeSpan.FromSeconds(1);

    private readonly IInformer<T> _informer;
    private readonly IResourceClient<T> _client;
    private readonly TimeProvider _clock;
    private readonly BoundedCache<ObjectKey, T?> _ahead;
    private readonly ConcurrentDictionary<ObjectKey, Task<T?>> _reads = new();
    private readonly SemaphoreSlim _slots = new(ConcurrentReads);
    private readonly IDisposable _subscription;

    public ObjectReader(IInformer<T> informer, IResourceClient<T> client, TimeProvider clock)
    {
        _informer = informer;
        _client = client;
        _clock = clock;
        _ahead = new BoundedCache<ObjectKey, T?>(Remembered, clock);
        _subscription = informer.Subscribe(CatchUp);
    }

    /// <summary>The object as far as this replica knows without asking, or null.</summary>
    /// <param name="key">Namespace and name.</param>
    public T? Find(ObjectKey key)
    {
        T? seen = _informer.Store.Find(key);
        return _ahead.TryGet(key, out T? written) && written is not null && IsAhead(written, seen) ? written : seen;
    }

    /// <summary>The object, read from the API where this replica does not know it; null where there is none.</summary>
    /// <param name="key">Namespace and name.</param>
    /// <param name="cancellationToken">Ends the wait, not the read that others may wait for too.</param>
    public async ValueTask<T?> FindAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (Find(key) is { } known)
            return known;
        if (_ahead.TryGet(key, out _))
            return null;

        return await _reads.GetOrAdd(key, ReadAsync).WaitAsync(cancellationToken);
    }

    /// <summary>Serves an object from now on, before the informer has seen it.</summary>
    /// <param name="created">What the API answered.</param>
    public void Remember(T created)
    {
        ObjectKey key = ObjectKey.Of(created);
        if (_informer.Store.Find(key) is null)
            _ahead.Set(key, created, _clock.GetUtcNow() + HoldWritten);
    }

    /// <summary>Serves what was written to an object that the informer knows, until the informer shows it.</summary>
    /// <param name="written">What the API answered.</param>
    public void Learn(T written)
    {
        ObjectKey key = ObjectKey.Of(written);
        if (_informer.Store.Find(key) is not { } seen || !IsAhead(written, seen))
            return;

        _ahead.Set(key, written, _clock.GetUtcNow() + HoldWritten);
        // Gone in the meantime: that would have been the last that the informer had to say of it.
        if (_informer.Store.Find(key) is null)
            _ahead.Remove(key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription.Dispose();
        _slots.Dispose();
    }

    // The informer knows better from the version on that was written here, and also that the object is gone again.
    private void CatchUp(T? before, T? after)
    {
        ObjectKey key = ObjectKey.Of((after ?? before)!);
        if (after is null || !_ahead.TryGet(key, out T? written) || written is null || !IsAhead(written, after))
            _ahead.Remove(key);
    }

    private static bool IsAhead(T written, T? seen) => seen is null || ResourceVersions.IsNewer(written.Metadata, seen.Metadata);

    private async Task<T?> ReadAsync(ObjectKey key)
    {
        // Lets GetOrAdd publish this task before the read can end and remove it.
        await Task.Yield();
        await _slots.WaitAsync(CancellationToken.None);
        try
        {
            T? found = await _client.FindAsync(key.Namespace, key.Name, CancellationToken.None);
            if (_informer.Store.Find(key) is null)
                _ahead.Set(key, found, _clock.GetUtcNow() + (found is null ? HoldMiss : HoldWritten));
            return found;
        }
        finally
        {
            _slots.Release();
            _reads.TryRemove(key, out _);
        }
    }
}
