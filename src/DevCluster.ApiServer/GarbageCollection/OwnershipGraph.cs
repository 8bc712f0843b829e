using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.GarbageCollection;

/// <summary>Who is there, and who names whom as an owner, as of the last event seen.</summary>
internal sealed class OwnershipGraph
{
    private readonly Dictionary<string, StoreKey> _present = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<StoreKey>> _dependents = new(StringComparer.Ordinal);

    public void Clear()
    {
        _present.Clear();
        _dependents.Clear();
    }

    public void Apply(StoreEvent storeEvent)
    {
        StoredObject item = storeEvent.Object;
        foreach (OwnerReference owner in storeEvent.Previous?.Owners ?? [])
            Remove(owner.Uid, item.Key);
        if (storeEvent.Type == StoreEventType.Deleted)
        {
            _present.Remove(item.Uid);
            return;
        }

        _present[item.Uid] = item.Key;
        foreach (OwnerReference owner in item.Owners)
            Add(owner.Uid, item.Key);
    }

    /// <summary>The key of an object that can own things in <paramref name="namespaceName"/>: of the same namespace or of none.</summary>
    public StoreKey? FindOwner(string uid, string namespaceName) =>
        _present.TryGetValue(uid, out StoreKey key) && (key.Namespace.Length == 0 || key.Namespace == namespaceName) ? key : null;

    /// <summary>A copy, because reacting to one dependent may change the graph.</summary>
    public IReadOnlyList<StoreKey> DependentsOf(string uid) => _dependents.TryGetValue(uid, out HashSet<StoreKey>? keys) ? [.. keys] : [];

    private void Add(string uid, StoreKey dependent)
    {
        if (!_dependents.TryGetValue(uid, out HashSet<StoreKey>? keys))
            _dependents.Add(uid, keys = []);
        keys.Add(dependent);
    }

    private void Remove(string uid, StoreKey dependent)
    {
        if (_dependents.TryGetValue(uid, out HashSet<StoreKey>? keys) && keys.Remove(dependent) && keys.Count == 0)
            _dependents.Remove(uid);
    }
}
