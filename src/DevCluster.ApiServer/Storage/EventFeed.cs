namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>The events of one collection (or of all) in order. One writer, which holds the store's lock; any number of readers.</summary>
internal sealed class EventFeed
{
    private readonly KeptNodes _kept = new();
    private volatile FeedNode _tail = new(null);
    private volatile TaskCompletionSource _appended = NewSignal();

    public FeedNode Tail => _tail;

    public void Append(StoreEvent storeEvent)
    {
        var node = new FeedNode(storeEvent);
        _kept.Add(node);
        _tail.Append(node);
        _tail = node;
        TaskCompletionSource signal = _appended;
        _appended = NewSignal();
        signal.SetResult();
    }

    /// <summary>The earliest kept event after a version, or null. Used under the store's lock.</summary>
    public FeedNode? FirstAfter(long version) => _kept.FirstAfter(version);

    /// <summary>Keeps the earliest event no longer. Used under the store's lock.</summary>
    public void DiscardOldest() => _kept.RemoveFirst().Compact();

    /// <summary>Completes once something follows <paramref name="node"/> or its followers were dropped.</summary>
    public Task WhenMoreAsync(FeedNode node)
    {
        Task appended = _appended.Task;
        return node.Next is not null || node.IsCompacted ? Task.CompletedTask : appended;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
