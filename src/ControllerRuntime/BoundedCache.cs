namespace ElementalProvider.ControllerRuntime;

/// <summary>
/// A cache with a life per entry and a bound on their number, without a timer: entries live in two generations, and when the young one is
/// full the old one is dropped as a whole. Thread-safe.
/// </summary>
/// <typeparam name="TKey">What is looked up.</typeparam>
/// <typeparam name="TValue">What is found.</typeparam>
/// <param name="capacity">Entries a generation; at most twice as many are held.</param>
/// <param name="clock">Decides what has expired.</param>
public sealed class BoundedCache<TKey, TValue>(int capacity, TimeProvider clock)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private Dictionary<TKey, Entry> _young = [];
    private Dictionary<TKey, Entry> _old = [];

    /// <summary>Entries held, expired ones included.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _young.Count + _old.Count;
        }
    }

    /// <summary>Whether there is a living entry.</summary>
    /// <param name="key">What is looked up.</param>
    /// <param name="value">What was found.</param>
    public bool TryGet(TKey key, out TValue? value)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            if ((_young.TryGetValue(key, out Entry entry) || _old.TryGetValue(key, out entry)) && entry.Until > now)
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Adds or replaces an entry.</summary>
    /// <param name="key">What it is looked up by.</param>
    /// <param name="value">What is found.</param>
    /// <param name="until">When it expires.</param>
    public void Set(TKey key, TValue value, DateTimeOffset until)
    {
        lock (_lock)
        {
            if (_young.Count >= capacity && !_young.ContainsKey(key))
                (_old, _young) = (_young, []);

            _old.Remove(key);
            _young[key] = new Entry(value, until);
        }
    }

    /// <summary>Removes an entry.</summary>
    /// <param name="key">What it is looked up by.</param>
    public void Remove(TKey key)
    {
        lock (_lock)
        {
            _young.Remove(key);
            _old.Remove(key);
        }
    }

    private readonly record struct Entry(TValue Value, DateTimeOffset Until);
}
