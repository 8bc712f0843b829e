namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>A reader's place in a feed. Not thread-safe.</summary>
internal sealed class EventCursor(EventFeed feed, FeedNode position)
{
    private FeedNode _position = position;

    /// <summary>Whether events after this place were dropped before they were read: the reader must start over.</summary>
    public bool IsExpired => _position.Next is null && _position.IsCompacted;

    /// <summary>Whether nothing is left to read for now, and nothing was missed.</summary>
    public bool IsAtEnd => _position.Next is null && !_position.IsCompacted;

    public bool TryRead(out StoreEvent storeEvent)
    {
        if (_position.Next is not { } next)
        {
            storeEvent = null!;
            return false;
        }

        _position = next;
        storeEvent = next.Event!;
        return true;
    }

    public Task WhenMoreAsync() => feed.WhenMoreAsync(_position);
}
