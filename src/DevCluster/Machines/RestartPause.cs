namespace ElementalProvider.DevCluster.Machines;

/// <summary>How long a machine waits before it starts an agent that died: longer each time, from the start again once one lived long enough.</summary>
internal sealed class RestartPause(TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Healthy = TimeSpan.FromSeconds(10);

    private long _started = clock.GetTimestamp();
    private TimeSpan _next = Shortest;

    /// <summary>Notes that the agent was started.</summary>
    public void Started() => _started = clock.GetTimestamp();

    /// <summary>The pause before the next start.</summary>
    public TimeSpan Next()
    {
        if (clock.GetElapsedTime(_started) >= Healthy)
            _next = Shortest;

        TimeSpan pause = _next;
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return pause;
    }
}
