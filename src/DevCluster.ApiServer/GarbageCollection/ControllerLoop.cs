using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Storage;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.ApiServer.GarbageCollection;

/// <summary>Feeds the events of the store to the controllers inside the server.</summary>
internal sealed partial class ControllerLoop(ObjectStore store, IReadOnlyList<IStoreController> controllers, TimeProvider clock, ILogger<ControllerLoop> logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>What was refused, by a webhook for instance, and is tried again after a pause.</summary>
    private readonly Dictionary<StoreKey, StoreEvent> _refused = [];

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            EventCursor cursor = await ResyncAsync(cancellationToken);
            while (!cursor.IsExpired)
            {
                while (cursor.TryRead(out StoreEvent storeEvent))
                    await HandleAsync(storeEvent, cancellationToken);
                Task more = cursor.WhenMoreAsync();
                await more.WaitAsync(_refused.Count > 0 ? RetryPause : Timeout.InfiniteTimeSpan, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (cancellationToken.IsCancellationRequested)
                    return;
                if (!more.IsCompleted)
                    await RetryAsync(cancellationToken);
            }
        }
    }

    /// <summary>Starts from the present state: at the beginning, and when events were compacted before they were read.</summary>
    private async ValueTask<EventCursor> ResyncAsync(CancellationToken cancellationToken)
    {
        (StoreState state, EventCursor cursor) = store.ReadAndFollowAll();
        StoreEvent[] present = [.. state.Collections.Values.SelectMany(collection => collection.In(null)).Select(item => new StoreEvent(StoreEventType.Added, item, null))];
        foreach (IStoreController controller in controllers)
        {
            controller.Reset();
            foreach (StoreEvent storeEvent in present)
                controller.Observe(storeEvent);
        }

        foreach (StoreEvent storeEvent in present)
            await ReactAsync(storeEvent, cancellationToken);
        return cursor;
    }

    private async ValueTask RetryAsync(CancellationToken cancellationToken)
    {
        StoreEvent[] refused = [.. _refused.Values];
        _refused.Clear();
        foreach (StoreEvent storeEvent in refused)
            await ReactAsync(storeEvent, cancellationToken);
    }

    private async ValueTask HandleAsync(StoreEvent storeEvent, CancellationToken cancellationToken)
    {
        foreach (IStoreController controller in controllers)
            controller.Observe(storeEvent);
        await ReactAsync(storeEvent, cancellationToken);
    }

    private async ValueTask ReactAsync(StoreEvent storeEvent, CancellationToken cancellationToken)
    {
        foreach (IStoreController controller in controllers)
        {
            try
            {
                await controller.ReactAsync(storeEvent, cancellationToken);
            }
            catch (ApiStatusException refusal)
            {
                Log.Refused(logger, storeEvent.Object.Key, refusal.Status.Message);
                // Most often the object has gone meanwhile; anything else is worth another try.
                if (refusal.Status.Code is not (404 or 409))
                    _refused[storeEvent.Object.Key] = storeEvent;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem)
            {
                // One object that cannot be cleaned up must not keep all others from it.
                Log.Failed(logger, problem, storeEvent.Object.Key);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Cleaning up after {Key} was refused: {Reason}")]
        public static partial void Refused(ILogger logger, StoreKey key, string reason);

        [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "Cleaning up after {Key} failed")]
        public static partial void Failed(ILogger logger, Exception exception, StoreKey key);
    }
}
