namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>A link of a feed. Readers walk forward on their own; compaction cuts the link so that a stalled reader keeps nothing alive.</summary>
internal sealed class FeedNode(StoreEvent? storeEvent)
{
    private volatile FeedNode? _next;
    private volatile bool _compacted;

    public StoreEvent? Event { get; } = storeEvent;

    public FeedNode? Next => _next;

    /// <summary>Whether what followed this node has been dropped.</summary>
    public bool IsCompacted => _compacted;

    public void Append(FeedNode next) => _next = next;

    /// <summary>Forgets what follows. The last node of a feed has nothing to forget, and a reader waiting there has missed nothing.</summary>
    public void Compact()
    {
        if (_next is null)
            return;
        _compacted = true;
        _next = null;
    }
}
