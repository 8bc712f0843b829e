using System.Collections.Immutable;

namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>All objects of one resource at one moment, in list order. Persistent: a change shares all that it does not touch.</summary>
internal sealed class StoredCollection
{
    public static readonly StoredCollection Empty = new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, StoredObject>>(NamespaceOrder.Instance), 0);

    private static readonly ImmutableSortedDictionary<string, StoredObject> NoObjects = ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);
    private readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> _byNamespace;

    private StoredCollection(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> byNamespace, int count)
    {
        _byNamespace = byNamespace;
        Count = count;
    }

    public int Count { get; }

    public StoredObject? Find(string namespaceName, string name) =>
        _byNamespace.TryGetValue(namespaceName, out ImmutableSortedDictionary<string, StoredObject>? objects)
            ? objects.GetValueOrDefault(name)
            : null;

    /// <summary>The objects of one namespace, or of all where it is null.</summary>
    public IEnumerable<StoredObject> In(string? namespaceName)
    {
        if (namespaceName is null)
            return _byNamespace.Values.SelectMany(objects => objects.Values);
        return _byNamespace.TryGetValue(namespaceName, out ImmutableSortedDictionary<string, StoredObject>? objects) ? objects.Values : [];
    }

    public int CountIn(string? namespaceName) =>
        namespaceName is null ? Count : _byNamespace.TryGetValue(namespaceName, out ImmutableSortedDictionary<string, StoredObject>? objects) ? objects.Count : 0;

    public StoredCollection With(StoredObject item)
    {
        ImmutableSortedDictionary<string, StoredObject> objects = _byNamespace.GetValueOrDefault(item.Key.Namespace, NoObjects);
        int added = objects.ContainsKey(item.Key.Name) ? 0 : 1;
        return new StoredCollection(_byNamespace.SetItem(item.Key.Namespace, objects.SetItem(item.Key.Name, item)), Count + added);
    }

    public StoredCollection Without(StoreKey key)
    {
        if (!_byNamespace.TryGetValue(key.Namespace, out ImmutableSortedDictionary<string, StoredObject>? objects) || !objects.ContainsKey(key.Name))
            return this;
        objects = objects.Remove(key.Name);
        return new StoredCollection(objects.IsEmpty ? _byNamespace.Remove(key.Namespace) : _byNamespace.SetItem(key.Namespace, objects), Count - 1);
    }
}
