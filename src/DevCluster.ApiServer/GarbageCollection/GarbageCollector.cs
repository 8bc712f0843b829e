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

    public void React(StoreEvent storeEvent)
    {
        StoredObject item = storeEvent.Object;
        if (storeEvent.Type == StoreEventType.Deleted)
        {
            foreach (ObjectKey dependent in _graph.DependentsOf(item.Uid))
                ProcessDependent(dependent);
        }
        else
        {
            ProcessDependent(item.Key);
            ProcessOwner(item.Key);
        }

        // Whoever waits for this object to go, or to stop being a dependent, may have waited long enough.
        foreach (OwnerReference owner in storeEvent.Previous?.Owners ?? [])
        {
            if (_graph.FindOwner(owner.Uid, item.Key.Namespace) is { } key)
                ProcessOwner(key);
        }
    }

    private void ProcessDependent(ObjectKey key)
    {
        if (store.Current.Find(key) is not { IsTerminating: false, Owners.Count: > 0 } item || Definition(key) is not { } definition)
            return;

        StoredObject?[] owners = [.. item.Owners.Select(owner => _graph.FindOwner(owner.Uid, key.Namespace) is { } found ? store.Current.Find(found) : null)];
        bool[] holds = [.. owners.Select(owner => owner is not null && !WaitsForDependents(owner))];
        ResourceTarget target = ResourceTarget.Of(definition, item);
        if (holds.Contains(true))
        {
            if (holds.Contains(false))
                RemoveOwners(target, [.. item.Owners.Where((_, index) => !holds[index]).Select(owner => owner.Uid)]);
            return;
        }

        bool isWaitedFor = owners.Any(owner => owner is not null);
        PropagationPolicy? policy = isWaitedFor && _graph.DependentsOf(item.Uid).Count > 0 ? PropagationPolicy.Foreground : null;
        deleter.TryDelete(target, new DeleteOptions { Propagation = policy, ExpectedUid = item.Uid });
    }

    private void ProcessOwner(ObjectKey key)
    {
        if (store.Current.Find(key) is not { IsTerminating: true } owner || Definition(key) is not { } definition)
            return;
        if (owner.Finalizers.Contains(OwnerFinalizers.Orphan))
            Orphan(owner, definition);
        else if (WaitsForDependents(owner))
            DeleteDependentsFirst(owner, definition);
    }

    private void Orphan(StoredObject owner, ResourceDefinition definition)
    {
        foreach (ObjectKey dependent in _graph.DependentsOf(owner.Uid))
        {
            if (store.Current.Find(dependent) is { } item && Definition(dependent) is { } ofDependent)
                RemoveOwners(ResourceTarget.Of(ofDependent, item), [owner.Uid]);
        }

        RemoveFinalizer(ResourceTarget.Of(definition, owner), OwnerFinalizers.Orphan);
    }

    private void DeleteDependentsFirst(StoredObject owner, ResourceDefinition definition)
    {
        IReadOnlyList<ObjectKey> dependents = _graph.DependentsOf(owner.Uid);
        foreach (ObjectKey dependent in dependents)
            ProcessDependent(dependent);
        bool isBlocked = dependents.Any(key => store.Current.Find(key) is { } item && item.Owners.Any(reference => reference.Uid == owner.Uid && reference.BlockOwnerDeletion));
        if (!isBlocked)
            RemoveFinalizer(ResourceTarget.Of(definition, owner), OwnerFinalizers.Foreground);
    }

    private void RemoveOwners(ResourceTarget target, IReadOnlyCollection<string> uids) => writer.Patch(
        target,
        resource =>
        {
            JsonObject metadata = resource.Object("metadata")!;
            JsonObject[] kept = [.. metadata.Array("ownerReferences").Objects().Where(owner => !uids.Contains(owner.Text("uid") ?? string.Empty))];
            metadata.SetOrRemove("ownerReferences", kept.Length == 0 ? null : kept.Select(owner => owner.DeepClone()).ToJsonArray());
            return resource;
        },
        new WriteOptions());

    private void RemoveFinalizer(ResourceTarget target, string finalizer) => writer.Patch(
        target,
        resource =>
        {
            JsonObject metadata = resource.Object("metadata")!;
            metadata["finalizers"] = metadata["finalizers"].Strings().Where(existing => existing != finalizer).ToJsonArray();
            return resource;
        },
        new WriteOptions());

    private ResourceDefinition? Definition(ObjectKey key) => registry.Current.OnePerCollection(key.Resource);

    private static bool WaitsForDependents(StoredObject owner) => owner.IsTerminating && owner.Finalizers.Contains(OwnerFinalizers.Foreground);
}
