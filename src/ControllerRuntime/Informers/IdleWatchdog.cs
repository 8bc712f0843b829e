namespace ElementalProvider.ControllerRuntime.Informers;

/// <summary>Cancels a watch on which nothing was heard for too long.</summary>
internal sealed class IdleWatchdog : IDisposable
{
    private readonly TimeSpan _limit;
    // Never disposed: a callback of the timer may be queued already when the watch ends, and nobody could tell it. Without a timer of its own
    // it holds nothing that needs to be given back.
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _caller;
    private readonly ITimer _timer;
    private volatile bool _expired;

    public IdleWatchdog(TimeSpan limit, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        _limit = limit;
        _caller = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        _timer = timeProvider.CreateTimer(static self => ((IdleWatchdog)self!).Expire(), this, limit, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether silence was what cancelled the watch.</summary>
    public bool Expired => _expired;

    /// <summary>Something was heard.</summary>
    public void Heard() => _timer.Change(_limit, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _caller.Dispose();
    }

    private void Expire()
    {
        _expired = true;
        // What the watch does about it may throw, and on the thread of the timer that would end the process.
        _ = _source.CancelAsync();
    }
}
