namespace ElementalProvider.Testing.Time;

/// <summary>Waits for what another thread or process does. See <see cref="Patience"/> for how long.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="log">What whoever is waited for has said so far, line by line; null where it says nothing.</param>
    /// <param name="clock">Measures the patience; null for the one of this machine.</param>
    /// <exception cref="TimeoutException">Nothing new was said, and it does not hold; the message has what was said.</exception>
    public static Task TrueAsync(Func<Task<bool>> condition, Func<string>? log = null, TimeProvider? clock = null) =>
        SeesAsync(condition, holds => holds, holds => $"{holds}", log, clock);

    /// <summary>Waits until what one sees is as it should be. Seeing what was not seen before is progress.</summary>
    /// <param name="observe">Looks.</param>
    /// <param name="isWanted">Whether it is as it should be.</param>
    /// <param name="describe">Puts what was seen into words: the same words where nothing has happened.</param>
    /// <param name="log">What whoever is waited for has said so far, line by line; null where it says nothing.</param>
    /// <param name="clock">Measures the patience; null for the one of this machine.</param>
    /// <returns>What was seen last.</returns>
    /// <exception cref="TimeoutException">Nothing new was seen or said, and it is not as it should be; the message has what was.</exception>
    public static async Task<T> SeesAsync<T>(
        Func<Task<T>> observe, Func<T, bool> isWanted, Func<T, string> describe, Func<string>? log = null, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        using Patience patience = new(look: () => log?.Invoke().Split('\n') ?? [], clock: clock);
        while (true)
        {
            T seen = await observe();
            if (isWanted(seen))
                return seen;

            patience.See(describe(seen));
            try
            {
                await Task.Delay(Pause, clock, patience.Over).ConfigureAwait(false);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"Nothing new was seen for {Patience.Usual.TotalSeconds:0} s. Last seen: {describe(seen)}\n{log?.Invoke()}", exception);
            }
        }
    }

    /// <summary>Waits for a signal, but not for ever.</summary>
    public static Task<T> InTime<T>(this Task<T> task) => task.WaitAsync(Patience.Usual);

    /// <summary>Waits for a signal, but not for ever.</summary>
    public static Task InTime(this Task task) => task.WaitAsync(Patience.Usual);
}
