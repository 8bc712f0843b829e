using ElementalProvider.Agent.Journaling;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Agent.Engine;

/// <summary>Keeps a host that cannot boot into recovery from rebooting without end.</summary>
internal static class ResetPacing
{
    /// <summary>How long a boot waits before it asks for the reset again: nothing where it is the first to ask, longer with each that asked in vain.</summary>
    /// <param name="known">What the journal knows of the reset.</param>
    /// <param name="bootId">This boot of the host.</param>
    /// <param name="pauses">The first pause and the longest; each is random between its half and its whole.</param>
    public static TimeSpan PauseBefore(ResetEntry? known, string bootId, RetryPolicy pauses) =>
        known is null || known.BootId == bootId ? TimeSpan.Zero : new Backoff(pauses.First, pauses.Cap).After(known.Attempts, pauses.Random());
}
