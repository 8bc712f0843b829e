namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>Real time for everything short, and a clock that a test moves for timers of a minute and more.</summary>
internal sealed class DeadlineClock(ManualClock deadlines) : TimeProvider
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        dueTime >= Long ? deadlines.CreateTimer(callback, state, dueTime, period) : base.CreateTimer(callback, state, dueTime, period);
}
