using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Metrics;
using ElementalProvider.ControllerRuntime.Queue;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>Takes keys from a queue and has them reconciled.</summary>
/// <param name="name">Name of the controller.</param>
/// <param name="reconciler">What does the work.</param>
/// <param name="queue">Where the keys are.</param>
/// <param name="admits">Whether a key is ours.</param>
/// <param name="workers">How many keys at once.</param>
/// <param name="synced">Completes when the caches that it looks at are filled.</param>
/// <param name="metrics">Told of every reconcile.</param>
/// <param name="timeProvider">Measures how long they take.</param>
/// <param name="logger">Told of failures.</param>
internal sealed partial class Controller(
    string name,
    IReconciler reconciler,
    WorkQueue<ObjectKey> queue,
    Func<ObjectKey, bool> admits,
    int workers,
    Task synced,
    RuntimeMetrics metrics,
    TimeProvider timeProvider,
    ILogger logger)
{
    /// <summary>Completes when there is enough to look at that it may begin.</summary>
    public Task Synced => synced;

    /// <summary>
    /// Works until cancelled; returns when the last reconcile has ended. May be run again then: keys have come meanwhile, and none was lost.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Log.Started(logger, name, workers);
        metrics.WorkersStarted(name, workers);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => WorkAsync(cancellationToken), CancellationToken.None)));
        metrics.WorkersEnded(name, workers);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            ObjectKey key;
            try
            {
                (bool hasKey, key) = await queue.TakeAsync(cancellationToken);
                if (!hasKey)
                    return;
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                if (admits(key))
                    await ReconcileAsync(key, cancellationToken);
                else
                    queue.Forget(key);
            }
            finally
            {
                queue.Done(key);
            }
        }
    }

    private async Task ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        long startedAt = timeProvider.GetTimestamp();
        metrics.ReconcileStarted(name);
        ReconcileOutcome outcome = await AttemptAsync(key, cancellationToken);
        metrics.ReconcileEnded(name, outcome, timeProvider.GetElapsedTime(startedAt));
    }

    private async Task<ReconcileOutcome> AttemptAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        using IDisposable? scope = logger.BeginScope(new ReconcileScope(name, key));
        try
        {
            Result result = await reconciler.ReconcileAsync(key, cancellationToken);
            queue.Forget(key);
            if (result.RequeueAfter is not { } delay)
                return ReconcileOutcome.Success;

            queue.AddAfter(key, delay);
            return ReconcileOutcome.RequeueAfter;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Shutting down or no longer the leader. Nobody tells again what was to be done, should this replica lead once more.
            queue.Add(key);
            return ReconcileOutcome.Requeue;
        }
        catch (ApiException exception) when (exception.IsConflict)
        {
            // Somebody was faster; the cache will show it in a moment, and the decision is made again.
            Log.Conflict(logger, name, key);
            queue.AddRateLimited(key);
            return ReconcileOutcome.Requeue;
        }
        catch (Exception exception)
        {
            Log.Failed(logger, name, key, exception.Message, exception);
            queue.AddRateLimited(key);
            return ReconcileOutcome.Error;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Information, "Controller {Controller} works with {Workers} workers")]
        public static partial void Started(ILogger logger, string controller, int workers);

        [LoggerMessage(1102, LogLevel.Debug, "{Controller}: {Key} changed meanwhile, deciding again")]
        public static partial void Conflict(ILogger logger, string controller, ObjectKey key);

        [LoggerMessage(1103, LogLevel.Error, "{Controller}: {Key} failed, trying again later: {Cause}")]
        public static partial void Failed(ILogger logger, string controller, ObjectKey key, string cause, Exception exception);
    }
}
