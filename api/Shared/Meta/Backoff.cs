namespace ElementalProvider.Api.Meta;

/// <summary>
/// How long to wait before trying again: twice as long after each failure in a row, up to a bound. Whoever waits has one of these with a name that
/// says for what, and spreads the waits of those who fail together as it suits the purpose.
/// </summary>
/// <param name="First">The wait after the first failure.</param>
/// <param name="Longest">The longest wait.</param>
public sealed record Backoff(TimeSpan First, TimeSpan Longest)
{
    // Far beyond what any wait doubles to, and far below what a double no longer counts.
    private const int MostDoublings = 62;

    /// <summary>The wait after some failures in a row.</summary>
    /// <param name="failures">How many; less than one counts as one.</param>
    public TimeSpan After(int failures)
    {
        double ticks = First.Ticks * Math.Pow(2, Math.Clamp(failures - 1, 0, MostDoublings));
        return ticks < Longest.Ticks ? TimeSpan.FromTicks((long)ticks) : Longest;
    }

    /// <summary>The same, shortened by up to a half, so that who failed together does not come back together.</summary>
    /// <param name="failures">How many; less than one counts as one.</param>
    /// <param name="random">A number from 0 to 1; 1 shortens nothing.</param>
    public TimeSpan After(int failures, double random) => After(failures) * (0.5 + (random / 2));
}
