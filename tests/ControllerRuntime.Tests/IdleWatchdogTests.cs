using ElementalProvider.ControllerRuntime.Informers;

namespace ElementalProvider.ControllerRuntime.Tests;

public class IdleWatchdogTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public void Silence_cancels_the_watch()
    {
        LateTimers clock = new();
        using IdleWatchdog watchdog = new(Limit, clock, CancellationToken.None);

        clock.Fire();

        Assert.True(watchdog.Token.IsCancellationRequested);
        Assert.True(watchdog.Expired);
    }

    [Fact]
    public void A_callback_that_was_queued_when_the_watch_ended_harms_nobody()
    {
        LateTimers clock = new();
        IdleWatchdog watchdog = new(Limit, clock, CancellationToken.None);
        watchdog.Dispose();

        clock.Fire();
    }

    [Fact]
    public void What_the_watch_does_about_it_does_not_reach_the_timer()
    {
        LateTimers clock = new();
        using IdleWatchdog watchdog = new(Limit, clock, CancellationToken.None);
        using CancellationTokenRegistration registration = watchdog.Token.Register(() => throw new InvalidOperationException("a callback"));

        clock.Fire();

        Assert.True(watchdog.Token.IsCancellationRequested);
    }

    [Fact]
    public void The_end_of_the_caller_is_no_silence()
    {
        using CancellationTokenSource caller = new();
        using IdleWatchdog watchdog = new(Limit, new LateTimers(), caller.Token);

        caller.Cancel();

        Assert.True(watchdog.Token.IsCancellationRequested);
        Assert.False(watchdog.Expired);
    }

    /// <summary>Timers whose callbacks run when the test says so, disposed or not, as a callback does that the pool has queued already.</summary>
    private sealed class LateTimers : TimeProvider
    {
        private Action? _fire;

        public void Fire() => _fire!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
