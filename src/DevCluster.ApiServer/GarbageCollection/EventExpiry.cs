using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Storage;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.ApiServer.GarbageCollection;

/// <summary>
/// Removes Events some time after they were last written, as kube-apiserver does with its --event-ttl. Sleeps until the next one is due.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="timeToLive">How long an Event stays.</param>
/// <param name="clock">The clock that the server writes its timestamps with.</param>
/// <param name="logger">Told of Events that could not be removed.</param>
internal sealed partial class EventExpiry(ObjectStore store, TimeSpan timeToLive, TimeProvider clock, ILogger<EventExpiry> logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(1);

    // One entry a write; those of versions that were written again meanwhile lead to nothing.
    private readonly PriorityQueue<(StoreKey Key, long Version), DateTimeOffset> _due = new();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            EventCursor cursor = Begin();
            while (!cursor.IsExpired && !cancellationToken.IsCancellationRequested)
            {
                while (cursor.TryRead(out StoreEvent written))
                    Note(written);
                RemoveDue();
                await cursor.WhenMoreAsync().WaitAsync(UntilNext(), clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Starts from the present state: at the beginning, and when writes were compacted before they were read.</summary>
    private EventCursor Begin()
    {
        (StoreState state, EventCursor cursor) = store.ReadAndFollow(BuiltInResources.Events);
        _due.Clear();
        foreach (StoredObject item in state.Collection(BuiltInResources.Events).In(null))
            _due.Enqueue((item.Key, item.ResourceVersion), LastWritten(item) + timeToLive);
        return cursor;
    }

    private void Note(StoreEvent written)
    {
        if (written.Type != StoreEventType.Deleted)
            _due.Enqueue((written.Object.Key, written.ResourceVersion), clock.GetUtcNow() + timeToLive);
    }

    private void RemoveDue()
    {
        while (_due.TryPeek(out (StoreKey Key, long Version) next, out DateTimeOffset at) && at <= clock.GetUtcNow())
        {
            _due.Dequeue();
            if (store.Current.Find(next.Key) is { } item && item.ResourceVersion == next.Version)
                Remove(item);
        }
    }

    private void Remove(StoredObject item)
    {
        try
        {
            store.TryRemove(item);
        }
        catch (IOException problem)
        {
            // The folder that keeps commits does not take this one now: a full disk may be emptied.
            Log.NotRemoved(logger, problem, item.Key);
            _due.Enqueue((item.Key, item.ResourceVersion), clock.GetUtcNow() + RetryPause);
        }
    }

    private TimeSpan UntilNext()
    {
        if (!_due.TryPeek(out _, out DateTimeOffset at))
            return Timeout.InfiniteTimeSpan;
        TimeSpan left = at - clock.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    // What was kept over a restart says itself when the server wrote it.
    private DateTimeOffset LastWritten(StoredObject item)
    {
        JsonObject? metadata = item.Parse().Object("metadata");
        IEnumerable<string?> times = metadata.Array("managedFields").Objects().Select(entry => entry.Text("time")).Append(metadata.Text("creationTimestamp"));
        return times.Select(Timestamps.Parse).Max() ?? clock.GetUtcNow();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "{Key} is old but could not be removed; trying again in a minute")]
        public static partial void NotRemoved(ILogger logger, Exception exception, StoreKey key);
    }
}
