namespace ElementalProvider.ControllerRuntime.Client.Transport;

/// <summary>The time limit of one attempt, on top of the caller's own cancellation.</summary>
internal sealed class RequestTimeout : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _caller;
    private readonly ITimer _timer;
    private volatile bool _expired;

    public RequestTimeout(KubernetesClientOptions options, CancellationToken cancellationToken)
    {
        _limit = options.RequestTimeout;
        _caller = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        _timer = options.TimeProvider.CreateTimer(static timeout => ((RequestTimeout)timeout!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the limit was what ended the attempt.</summary>
    public bool Expired => _expired;

    /// <summary>Begins a new attempt with its full time.</summary>
    public void Restart() => _timer.Change(_limit, Timeout.InfiniteTimeSpan);

    /// <summary>Lets time pass that belongs to no attempt.</summary>
    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _caller.Dispose();
        _source.Dispose();
    }

    private void Expire()
    {
        _expired = true;
        _source.Cancel();
    }
}
