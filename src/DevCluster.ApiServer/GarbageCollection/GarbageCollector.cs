using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Resources;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.GarbageCollection;

/// <summary>Deletes objects whose owners are all gone, and does what the orphan and foregroundDeletion finalizers ask for.</summary>
internal sealed class GarbageCollector(ObjectStore store, ResourceRegistry registry, ResourceWriter writer, ResourceDeleter deleter) : IStoreController
{
    private readonly OwnershipGraph _graph = new();

    public void Reset() => _graph.Clear();

    public void Observe(StoreEvent storeEvent) => _graph.Apply(storeEvent);

    public async ValueTask ReactAsync(StoreEvent storeEvent, CancellationToken cancellationToken)
    {
        StoredObject item = storeEvent.Object;
        if (storeEvent.Type == StoreEventType.Deleted)
        {
            foreach (StoreKey dependent in _graph.DependentsOf(item.Uid))
                await ProcessDependentAsync(dependent, cancellationToken);
        }
        else
        {
            await ProcessDependentAsync(item.Key, cancellationToken);
            await ProcessOwnerAsync(item.Key, cancellationToken);
        }

        // Whoever waits for this object to go, or to stop being a dependent, may have waited long enough.
        foreach (OwnerReference owner in storeEvent.Previous?.Owners ?? [])
        {
            if (_graph.FindOwner(owner.Uid, item.Key.Namespace) is { } key)
                await ProcessOwnerAsync(key, cancellationToken);
        }
    }

    private async ValueTask ProcessDependentAsync(StoreKey key, CancellationToken cancellationToken)
    {
        if (store.Current.Find(key) is not { IsTerminating: false, Owners.Count: > 0 } item || Definition(key) is not { } definition)
            return;

        StoredObject?[] owners = [.. item.Owners.Select(owner => _graph.FindOwner(owner.Uid, key.Namespace) is { } found ? store.Current.Find(found) : null)];
        bool[] holds = [.. owners.Select(owner => owner is not null && !WaitsForDependents(owner))];
        ResourceTarget target = ResourceTarget.Of(definition, item);
        if (holds.Contains(true))
        {
            if (holds.Contains(false))
                await RemoveOwnersAsync(target, [.. item.Owners.Where((_, index) => !holds[index]).Select(owner => owner.Uid)], cancellationToken);
            return;
        }

        bool isWaitedFor = owners.Any(owner => owner is not null);
        PropagationPolicy? policy = isWaitedFor && _graph.DependentsOf(item.Uid).Count > 0 ? PropagationPolicy.Foreground : null;
        await deleter.TryDeleteAsync(target, new DeleteOptions { Propagation = policy, ExpectedUid = item.Uid }, cancellationToken);
    }

    private async ValueTask ProcessOwnerAsync(StoreKey key, CancellationToken cancellationToken)
    {
        if (store.Current.Find(key) is not { IsTerminating: true } owner || Definition(key) is not { } definition)
            return;
        if (owner.Finalizers.Contains(OwnerFinalizers.Orphan))
            await OrphanAsync(owner, definition, cancellationToken);
        else if (WaitsForDependents(owner))
            await DeleteDependentsFirstAsync(owner, definition, cancellationToken);
    }

    private async ValueTask OrphanAsync(StoredObject owner, ResourceDefinition definition, CancellationToken cancellationToken)
    {
        foreach (StoreKey dependent in _graph.DependentsOf(owner.Uid))
        {
            if (store.Current.Find(dependent) is { } item && Definition(dependent) is { } ofDependent)
                await RemoveOwnersAsync(ResourceTarget.Of(ofDependent, item), [owner.Uid], cancellationToken);
        }

        await RemoveFinalizerAsync(ResourceTarget.Of(definition, owner), OwnerFinalizers.Orphan, cancellationToken);
    }

    private async ValueTask DeleteDependentsFirstAsync(StoredObject owner, ResourceDefinition definition, CancellationToken cancellationToken)
    {
        IReadOnlyList<StoreKey> dependents = _graph.DependentsOf(owner.Uid);
        foreach (StoreKey dependent in dependents)
            await ProcessDependentAsync(dependent, cancellationToken);
        bool isBlocked = dependents.Any(key => store.Current.Find(key) is { } item && item.Owners.Any(reference => reference.Uid == owner.Uid && reference.BlockOwnerDeletion));
        if (!isBlocked)
            await RemoveFinalizerAsync(ResourceTarget.Of(definition, owner), OwnerFinalizers.Foreground, cancellationToken);
    }

    private ValueTask<StoredObject> RemoveOwnersAsync(ResourceTarget target, IReadOnlyCollection<string> uids, CancellationToken cancellationToken) => writer.PatchAsync(
        target,
        resource =>
        {
            JsonObject metadata = resource.Object("metadata")!;
            JsonObject[] kept = [.. metadata.Array("ownerReferences").Objects().Where(owner => !uids.Contains(owner.Text("uid") ?? string.Empty))];
            metadata.SetOrRemove("ownerReferences", kept.Length == 0 ? null : kept.Select(owner => owner.DeepClone()).ToJsonArray());
            return resource;
        },
        new WriteOptions(),
        cancellationToken);

    private ValueTask<StoredObject> RemoveFinalizerAsync(ResourceTarget target, string finalizer, CancellationToken cancellationToken) => writer.PatchAsync(
        target,
        resource =>
        {
            JsonObject metadata = resource.Object("metadata")!;
            metadata["finalizers"] = metadata["finalizers"].Strings().Where(existing => existing != finalizer).ToJsonArray();
            return resource;
        },
        new WriteOptions(),
        cancellationToken);

    private ResourceDefinition? Definition(StoreKey key) => registry.Current.OnePerCollection(key.Resource);

    private static bool WaitsForDependents(StoredObject owner) => owner.IsTerminating && owner.Finalizers.Contains(OwnerFinalizers.Foreground);
}
