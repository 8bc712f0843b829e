using System.Diagnostics.CodeAnalysis;

namespace ElementalProvider.Agent.Signals;

/// <summary>Cancelling without another thread.</summary>
internal static class Cancelling
{
    /// <summary>
    /// Cancels here and now. <see cref="CancellationTokenSource.CancelAsync"/> calls back on a thread of its own, which would take the engine's order
    /// of things out of the hands of whoever simulates it.
    /// </summary>
    [SuppressMessage("Usage", "MA0042", Justification = "See above.")]
    public static void CancelHere(this CancellationTokenSource source) => source.Cancel();
}
