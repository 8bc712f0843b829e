namespace ElementalProvider.DevCluster.Machines;

/// <summary>The power of a machine, as others switch it. It is on at first.</summary>
internal sealed class PowerButton : IDisposable
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _on = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _session = new();

    public PowerButton() => _on.SetResult();

    /// <summary>Whether the power is on.</summary>
    public bool IsOn
    {
        get
        {
            lock (_lock)
                return _on.Task.IsCompleted;
        }
    }

    public void Dispose() => _session.Dispose();

    /// <summary>Switches the power.</summary>
    public void Press(bool on)
    {
        CancellationTokenSource? ended = null;
        lock (_lock)
        {
            if (on)
            {
                _on.TrySetResult();
            }
            else if (_on.Task.IsCompleted)
            {
                ended = _session;
                _on = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _session = new CancellationTokenSource();
            }
        }

        ended?.Cancel();
    }

    /// <summary>Waits for power.</summary>
    /// <returns>Cancelled when the power goes.</returns>
    public async Task<CancellationToken> WaitUntilOnAsync(CancellationToken cancellationToken)
    {
        Task on;
        lock (_lock)
            on = _on.Task;

        await on.WaitAsync(cancellationToken);
        lock (_lock)
            return _session.Token;
    }
}
