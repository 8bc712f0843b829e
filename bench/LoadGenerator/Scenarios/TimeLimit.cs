namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>Bounds what a scenario waits for; what did not happen in time is part of the result, not an error.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _timeUp;
    private readonly CancellationTokenSource _either;

    /// <summary>Starts the clock.</summary>
    /// <param name="limit">The longest wait.</param>
    /// <param name="clock">The time.</param>
    /// <param name="stop">Ends the run altogether.</param>
    public TimeLimit(TimeSpan limit, TimeProvider clock, CancellationToken stop)
    {
        _stop = stop;
        _timeUp = new CancellationTokenSource(limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(stop, _timeUp.Token);
    }

    /// <summary>Cancelled when the time is up, and when the run is stopped.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether something was cut short because the time was up.</summary>
    public bool Exceeded { get; private set; }

    /// <summary>Does something that ends when the time is up.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task WithinAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_either.Token);
        }
        catch (OperationCanceledException) when (_timeUp.IsCancellationRequested && !_stop.IsCancellationRequested)
        {
            Exceeded = true;
        }
    }

    public void Dispose()
    {
        _either.Dispose();
        _timeUp.Dispose();
    }
}
