using ElementalProvider.Api.Elemental;
using System.Collections.Concurrent;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers;

/// <summary>
/// Writes objects of one kind and reads its own writes: until a cache has caught up with what was written through it, the written version
/// stands in for the cached one. Without that, a reconcile that comes too soon would repeat what the one before it did.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class ObjectWriter<T> : IDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ConcurrentDictionary<ObjectKey, T> _ahead = new();
    private readonly IResourceClient<T> _client;
    private readonly IStore<T> _store;
    private readonly IDisposable _subscription;

    /// <summary>Makes the writer of a kind.</summary>
    /// <param name="client">Where to write.</param>
    /// <param name="informers">The caches that must catch up.</param>
    public ObjectWriter(IKubernetesClient client, IInformers informers)
    {
        IInformer<T> informer = informers.Get<T>();
        _client = client.Resource<T>();
        _store = informer.Store;
        _subscription = informer.Subscribe(CaughtUp);
    }

    /// <summary>The newest known state of an object, or null where it is gone.</summary>
    /// <param name="key">The object.</param>
    public T? Find(ObjectKey key)
    {
        // In this order: a write that is forgotten between the two reads is in the cache by then.
        T? written = _ahead.GetValueOrDefault(key);
        T? cached = _store.Find(key);
        if (written is null || cached is null || !IsAhead(written, cached))
            return cached;

        return IsGone(written) ? null : written;
    }

    /// <summary>Patches everything but the status, on condition that nobody changed the object since it was observed.</summary>
    public async Task<T> PatchAsync(T before, T after, CancellationToken cancellationToken) =>
        Remember(await _client.PatchAsync(before, after, FieldManagers.Controllers, cancellationToken));

    /// <summary>Patches the status, on condition that nobody changed the object since it was observed.</summary>
    public async Task<T> PatchStatusAsync(T before, T after, CancellationToken cancellationToken) =>
        Remember(await _client.PatchStatusAsync(before, after, FieldManagers.Controllers, cancellationToken));

    /// <summary>Puts a finalizer on, alone in its own write (O3).</summary>
    public Task<T> AddFinalizerAsync(T before, string finalizer, CancellationToken cancellationToken) =>
        PatchAsync(before, before.WithMetadata(before.Metadata.WithFinalizer(finalizer)), cancellationToken);

    /// <summary>Takes a finalizer off. An object that is gone already is all that was wanted.</summary>
    public async Task RemoveFinalizerAsync(T before, string finalizer, CancellationToken cancellationToken)
    {
        try
        {
            await PatchAsync(before, before.WithMetadata(before.Metadata.WithoutFinalizer(finalizer)), cancellationToken);
        }
        catch (ApiException exception) when (exception.IsNotFound)
        {
            CaughtUp(before, after: null);
        }
    }

    /// <summary>Reads an object from the server, past the cache.</summary>
    public async Task<T?> ReadAsync(ObjectKey key, CancellationToken cancellationToken) =>
        await _client.FindAsync(key.Namespace, key.Name, cancellationToken) is { } current ? Remember(current) : null;

    /// <summary>Writes that no cache has caught up with yet.</summary>
    public int Ahead => _ahead.Count;

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();

    private T Remember(T written)
    {
        ObjectKey key = ObjectKey.Of(written);
        _ahead.AddOrUpdate(key, written, (_, known) => IsAhead(written, known) ? written : known);

        // The watch may have been faster than the answer, with this version or with the end of the object; nothing would clean up then.
        T? cached = _store.Find(key);
        CaughtUp(cached is null ? written : null, cached);
        return written;
    }

    private void CaughtUp(T? before, T? after)
    {
        ObjectKey key = ObjectKey.Of((after ?? before)!);
        if (_ahead.TryGetValue(key, out T? written) && (after is null || !IsAhead(written, after)))
            _ahead.TryRemove(KeyValuePair.Create(key, written));
    }

    /// <summary>Whether a write is ahead of a cached state. The write that ends an object is answered with the version that was there before.</summary>
    private static bool IsAhead(T written, T cached) =>
        ResourceVersions.IsNewer(written.Metadata, cached.Metadata) || (IsGone(written) && written.Metadata.Uid == cached.Metadata.Uid);

    private static bool IsGone(T written) => written.Metadata is { DeletionTimestamp: not null, Finalizers: null or { Count: 0 } };
}
