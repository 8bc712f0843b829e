namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>
/// The kept events. Every commit has the next version, so an event's version is its place. Bounded by number and by bytes:
/// whatever exceeds them is compacted. Used under the store's lock.
/// </summary>
internal sealed class EventLog(int maximumEvents, long maximumBytes, long initialVersion)
{
    private readonly Dictionary<long, StoreEvent> _byVersion = [];
    private readonly Dictionary<string, EventFeed> _feeds = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>Watches may resume from this version or a later one.</summary>
    public long CompactedVersion { get; private set; } = initialVersion;

    /// <summary>Begins an empty log at another version.</summary>
    public void StartAt(long version) => CompactedVersion = version;

    /// <summary>All events, for the controllers inside the server.</summary>
    public EventFeed All { get; } = new();

    public EventFeed Feed(string resource)
    {
        if (_feeds.TryGetValue(resource, out EventFeed? feed))
            return feed;
        feed = new EventFeed();
        _feeds.Add(resource, feed);
        return feed;
    }

    public void Append(StoreEvent storeEvent)
    {
        All.Append(storeEvent);
        Feed(storeEvent.Object.Key.Resource).Append(storeEvent);
        _byVersion.Add(storeEvent.ResourceVersion, storeEvent);
        _bytes += storeEvent.Object.Json.Length;
        while (_byVersion.Count > maximumEvents || (_bytes > maximumBytes && _byVersion.Count > 1))
            DiscardOldest();
    }

    /// <summary>A place from which all events of <paramref name="resource"/> after <paramref name="version"/> are read; the version must not be compacted.</summary>
    public EventCursor CursorAfter(string resource, long version)
    {
        EventFeed feed = Feed(resource);
        if (feed.FirstAfter(version) is not { } first)
            return new EventCursor(feed, feed.Tail);

        var before = new FeedNode(null);
        before.Append(first);
        return new EventCursor(feed, before);
    }

    /// <summary>The events after <paramref name="version"/>, which must not be compacted, latest first.</summary>
    public IEnumerable<StoreEvent> NewestFirst(long version, long currentVersion)
    {
        for (long at = currentVersion; at > version; at--)
            yield return _byVersion[at];
    }

    /// <summary>Drops every event.</summary>
    public void Compact()
    {
        while (_byVersion.Count > 0)
            DiscardOldest();
    }

    private void DiscardOldest()
    {
        _byVersion.Remove(++CompactedVersion, out StoreEvent? oldest);
        _bytes -= oldest!.Object.Json.Length;
        All.DiscardOldest();
        Feed(oldest.Object.Key.Resource).DiscardOldest();
    }
}
