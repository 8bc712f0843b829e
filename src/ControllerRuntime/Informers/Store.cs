namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>
/// The objects of one kind with their indexes. One writer (the informer), any number of readers; what a reader gets is a snapshot that
/// never changes.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class Store<T> : IStore<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly Dictionary<string, StoreIndex<T>> _indexes = [];
    private T[]? _snapshot = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _objects.Count;
        }
    }

    public T? Find(ObjectKey key)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(key);
    }

    public IReadOnlyCollection<T> List()
    {
        lock (_lock)
            return _snapshot ??= [.. _objects.Values];
    }

    public IReadOnlyCollection<T> ByIndex(string index, string value)
    {
        lock (_lock)
            return Index_NeedsLock(index).Find(value);
    }

    public int CountByIndex(string index, string value)
    {
        lock (_lock)
            return Index_NeedsLock(index).Count(value);
    }

    /// <summary>Adds an index over what is there and what comes, unless the very same is there already.</summary>
    public void AddIndex(string name, Func<T, IEnumerable<string>> values)
    {
        lock (_lock)
        {
            if (_indexes.TryGetValue(name, out StoreIndex<T>? known))
            {
                if (known.Values == values)
                    return;
                throw new ArgumentException($"{typeof(T).Name} has another index '{name}' already.", nameof(name));
            }

            StoreIndex<T> index = new(values);
            foreach ((ObjectKey key, T item) in _objects)
                index.Replace(key, before: null, item);

            _indexes.Add(name, index);
        }
    }

    /// <summary>Puts an object in the place of the one of the same key.</summary>
    /// <returns>What was there before.</returns>
    public T? Set(ObjectKey key, T item)
    {
        lock (_lock)
        {
            T? before = _objects.GetValueOrDefault(key);
            _objects[key] = item;
            Changed(key, before, item);
            return before;
        }
    }

    /// <summary>Removes the object of a key.</summary>
    /// <returns>What was there.</returns>
    public T? Remove(ObjectKey key)
    {
        lock (_lock)
        {
            if (_objects.Remove(key, out T? before))
                Changed(key, before, after: null);
            return before;
        }
    }

    /// <summary>Makes a whole list the truth at once; no reader sees half of it.</summary>
    /// <returns>Every difference: what went, then what came or changed.</returns>
    public IReadOnlyList<(T? Before, T? After)> Replace(IReadOnlyDictionary<ObjectKey, T> items)
    {
        List<(T?, T?)> changes = [];
        lock (_lock)
        {
            foreach (ObjectKey gone in _objects.Keys.Where(key => !items.ContainsKey(key)).ToList())
                changes.Add((Remove(gone), null));

            foreach ((ObjectKey key, T item) in items)
            {
                if (_objects.TryGetValue(key, out T? known) && known.Metadata.ResourceVersion == item.Metadata.ResourceVersion)
                    continue;
                changes.Add((Set(key, item), item));
            }
        }

        return changes;
    }

    private StoreIndex<T> Index_NeedsLock(string name) => _indexes.TryGetValue(name, out StoreIndex<T>? found)
        ? found
        : throw new ArgumentException($"There is no index '{name}' on {typeof(T).Name}; add it with AddIndex.", nameof(name));

    private void Changed(ObjectKey key, T? before, T? after)
    {
        _snapshot = null;
        foreach (StoreIndex<T> index in _indexes.Values)
            index.Replace(key, before, after);
    }
}
