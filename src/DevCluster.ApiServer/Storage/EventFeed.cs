namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>The events of one collection (or of all) in order. One writer, which holds the store's lock; any number of readers.</summary>
internal sealed class EventFeed
{
    private volatile FeedNode _tail = new(null);
    private volatile TaskCompletionSource _appended = NewSignal();

    public FeedNode Tail => _tail;

    public FeedNode Append(StoreEvent storeEvent)
    {
        var node = new FeedNode(storeEvent);
        _tail.Append(node);
        _tail = node;
        TaskCompletionSource signal = _appended;
        _appended = NewSignal();
        signal.SetResult();
        return node;
    }

    /// <summary>Completes once something follows <paramref name="node"/> or its followers were dropped.</summary>
    public Task WhenMoreAsync(FeedNode node)
    {
        Task appended = _appended.Task;
        return node.Next is not null || node.IsCompacted ? Task.CompletedTask : appended;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
