using System.Globalization;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>One reader's view of a kind: as old as its watch, but never older than what it wrote itself.</summary>
internal sealed class Cache<T>(Store<T> store)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Dictionary<string, T> _cached = [];
    private readonly Dictionary<string, T> _ahead = [];
    private int _position;

    public IEnumerable<T> All => _ahead.Count == 0 ? _cached.Values : _cached.Keys.Select(name => Find(name)!);

    public T? Find(string name)
    {
        T? cached = _cached.GetValueOrDefault(name);
        return cached is not null && _ahead.TryGetValue(name, out T? written) && IsNewer(written, cached) ? written : cached;
    }

    /// <summary>Follows the watch up to now.</summary>
    public void CatchUp()
    {
        for (; _position < store.Log.Count; _position++)
        {
            (string name, T? state) = store.Log[_position];
            if (state is null)
                _cached.Remove(name);
            else
                _cached[name] = state;
            if (_ahead.TryGetValue(name, out T? written) && (state is null || !IsNewer(written, state)))
                _ahead.Remove(name);
        }
    }

    /// <summary>Keeps what was written or read past the watch, until the watch has it too.</summary>
    public T Remember(T written)
    {
        _ahead[written.Metadata.Name!] = written;
        return written;
    }

    /// <summary>What a process knows dies with it; the next one lists anew.</summary>
    public void Restart()
    {
        _ahead.Clear();
        CatchUp();
    }

    private static bool IsNewer(T written, T cached) => written.Metadata.Uid == cached.Metadata.Uid && Version(written) > Version(cached);

    private static long Version(T item) => long.Parse(item.Metadata.ResourceVersion!, CultureInfo.InvariantCulture);
}
