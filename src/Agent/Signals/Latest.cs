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

        signal.TrySetResult();
    }

    /// <summary>Waits for a value with a higher number than <paramref name="after"/>.</summary>
    public async Task<(long Version, T Value)> WaitAsync(long after, CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource signal;
            lock (gate)
            {
                if (Current is (var version, { } value) && version > after)
                    return (version, value);

                signal = changed;
            }

            // Whoever gives up wakes the others too, who look and wait on: one signal, and nobody is called back on a thread of its own.
            using CancellationTokenRegistration givingUp = cancellationToken.UnsafeRegister(_ => Wake(signal), null);
            await signal.Task;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void Wake(TaskCompletionSource signal)
    {
        lock (gate)
        {
            if (changed == signal)
                changed = NewSignal();
        }

        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
