using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Engine;

/// <summary>Keeps a host that cannot boot into recovery from rebooting without end.</summary>
internal static class ResetPacing
{
    private const int MostDoublings = 16;

    /// <summary>How long a boot waits before it asks for the reset again: nothing where it is the first to ask, longer with each that asked in vain.</summary>
    /// <param name="known">What the journal knows of the reset.</param>
    /// <param name="bootId">This boot of the host.</param>
    /// <param name="pauses">The first pause and the longest; each is random between its half and its whole.</param>
    public static TimeSpan PauseBefore(ResetEntry? known, string bootId, RetryPolicy pauses)
    {
        if (known is null || known.BootId == bootId)
            return TimeSpan.Zero;

        TimeSpan ceiling = pauses.First * Math.Pow(2, Math.Clamp(known.Attempts - 1, 0, MostDoublings));
        return (ceiling < pauses.Cap ? ceiling : pauses.Cap) * (0.5 + (pauses.Random() / 2));
    }
}
