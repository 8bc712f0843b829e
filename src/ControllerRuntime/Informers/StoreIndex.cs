namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>Files objects under values of theirs. Not thread-safe: it lives under the lock of its store.</summary>
/// <typeparam name="T">The kind.</typeparam>
/// <param name="values">The values an object is filed under.</param>
internal sealed class StoreIndex<T>(Func<T, IEnumerable<string>> values)
    where T : class
{
    private readonly Dictionary<string, Dictionary<ObjectKey, T>> _buckets = [];

    public Func<T, IEnumerable<string>> Values => values;

    public IReadOnlyCollection<T> Find(string value) =>
        _buckets.TryGetValue(value, out Dictionary<ObjectKey, T>? bucket) ? [.. bucket.Values] : [];

    public int Count(string value) => _buckets.TryGetValue(value, out Dictionary<ObjectKey, T>? bucket) ? bucket.Count : 0;

    public void Replace(ObjectKey key, T? before, T? after)
    {
        foreach (string value in before is null ? [] : values(before))
        {
            if (_buckets.TryGetValue(value, out Dictionary<ObjectKey, T>? bucket) && bucket.Remove(key) && bucket.Count == 0)
                _buckets.Remove(value);
        }

        foreach (string value in after is null ? [] : values(after))
        {
            if (!_buckets.TryGetValue(value, out Dictionary<ObjectKey, T>? bucket))
                _buckets[value] = bucket = [];
            bucket[key] = after!;
        }
    }
}
