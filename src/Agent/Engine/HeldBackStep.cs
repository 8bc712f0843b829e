using ElementalProvider.Agent.Gateway;
using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Engine;

/// <summary>Keeps a step that failed from being repeated too soon. Another step, such as a reset or another OS version, is not held back.</summary>
/// <param name="clock">The time.</param>
/// <param name="wakeUp">Set when the step may be tried again.</param>
internal sealed class HeldBackStep(TimeProvider clock, WakeUp wakeUp) : IDisposable
{
    private AgentStep? held;
    private FullJitterBackoff? backoff;
    private ITimer? timer;
    private volatile bool isPausing;

    public bool IsHeldBack(AgentStep step) => isPausing && step == held;

    /// <summary>Whether doing a step now would be doing it again.</summary>
    public bool IsRepeated(AgentStep step) => step == held;

    /// <summary>Holds a step back after it failed, longer each time.</summary>
    /// <returns>How long.</returns>
    public TimeSpan Failed(AgentStep step, Exception exception, RetryPolicy retries)
    {
        if (step != held || backoff is null)
            backoff = retries.Connecting();

        TimeSpan pause = GatewayFailures.PauseAfter(exception, backoff);
        Hold(step, pause);
        return pause;
    }

    /// <summary>Holds a step back.</summary>
    public void Hold(AgentStep step, TimeSpan pause)
    {
        held = step;
        isPausing = true;
        timer?.Dispose();
        // The timer alone says when the pause is over: timers may fire a little before the clock says so.
        timer = clock.CreateTimer(_ => EndPause(), null, pause, Timeout.InfiniteTimeSpan);
    }

    public void Succeeded() => (held, backoff) = (null, null);

    public void Dispose() => timer?.Dispose();

    private void EndPause()
    {
        isPausing = false;
        wakeUp.Set();
    }
}
