using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Engine;

/// <summary>Keeps a step that failed from being repeated too soon. Another step, such as a reset or another OS version, is not held back.</summary>
/// <param name="clock">The time.</param>
/// <param name="wakeUp">Set when the step may be tried again.</param>
internal sealed class HeldBackStep(TimeProvider clock, WakeUp wakeUp) : IDisposable
{
    private AgentStep? failed;
    private FullJitterBackoff? backoff;
    private ITimer? timer;
    private volatile bool isPausing;

    public bool IsHeldBack(AgentStep step) => isPausing && step == failed;

    /// <summary>Notes a failure.</summary>
    /// <returns>How long the step is held back.</returns>
    public TimeSpan Failed(AgentStep step, Exception exception, RetryPolicy retries)
    {
        if (step != failed)
            (failed, backoff) = (step, retries.Connecting());

        TimeSpan pause = GatewayFailures.PauseAfter(exception, backoff!);
        isPausing = true;
        timer?.Dispose();
        // The timer alone says when the pause is over: timers may fire a little before the clock says so.
        timer = clock.CreateTimer(_ => EndPause(), null, pause, Timeout.InfiniteTimeSpan);
        return pause;
    }

    public void Succeeded() => failed = null;

    public void Dispose() => timer?.Dispose();

    private void EndPause()
    {
        isPausing = false;
        wakeUp.Set();
    }
}
