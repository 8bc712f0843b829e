namespace ElementalProvider.Agent.Signals;

/// <summary>A value of which only the newest counts. Readers wait for a newer one than they have; what they missed in between is gone.</summary>
internal sealed class Latest<T>
    where T : class
{
    private readonly Lock gate = new();
    private TaskCompletionSource changed = NewSignal();

    /// <summary>The newest value and its number, which grows with every value; 0 and null before the first.</summary>
    public (long Version, T? Value) Current
    {
        get
        {
            lock (gate)
                return field;
        }

        private set;
    }

    public void Publish(T value)
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            Current = (Current.Version + 1, value);
            signal = changed;
            changed = NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>Waits for a value with a higher number than <paramref name="after"/>.</summary>
    public async Task<(long Version, T Value)> WaitAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            lock (gate)
            {
                if (Current is (var version, { } value) && version > after)
                    return (version, value);

                signal = changed.Task;
            }

            await signal.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
