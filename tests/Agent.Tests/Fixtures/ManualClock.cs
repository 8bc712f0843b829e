using ElementalProvider.Agent.Signals;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>A clock that stands still until it is moved; timers fire while it moves.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly Latest<object> changes = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Whether anybody waits for anything.</summary>
    public bool HasTimers
    {
        get
        {
            lock (gate)
                return timers.Count > 0;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (gate)
        {
            now += by;
            due = [.. timers.Where(timer => timer.DueAt <= now)];
            timers.RemoveAll(due.Contains);
        }

        due.ForEach(timer => timer.Fire());
        due.ForEach(timer => timer.Repeat());
    }

    /// <summary>Waits until there is a timer that is due after at least a time.</summary>
    public async Task WaitForTimerAsync(TimeSpan atLeast)
    {
        using CancellationTokenSource timeout = new(TestGateway.Patience);
        while (true)
        {
            long seen = changes.Current.Version;
            lock (gate)
            {
                if (timers.Any(timer => timer.DueAt >= now + atLeast))
                    return;
            }

            await changes.WaitAsync(seen, timeout.Token);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; private set; }

        private TimeSpan period = Timeout.InfiniteTimeSpan;

        public void Fire() => callback(state);

        public void Repeat()
        {
            if (period > TimeSpan.Zero)
                Change(period, period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                this.period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    DueAt = clock.now + dueTime;
                    clock.timers.Add(this);
                }
            }

            clock.changes.Publish(this);
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
