namespace ElementalProvider.Testing.Time;

/// <summary>
/// A clock that only moves when a test says so. Timers fire on the thread that advances the clock, in the order of their time, each at
/// exactly its own time. Thread-safe.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now;
    private TaskCompletionSource _timerSet = NewSignal();

    /// <summary>Makes a clock that stands still.</summary>
    /// <param name="start">Where it stands; null is the first of January 2030.</param>
    public ManualTimeProvider(DateTimeOffset? start = null) => _now = start ?? new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Number of timers that will fire.</summary>
    public int PendingTimers
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass and fires what is due meanwhile, also timers that are set while it passes.</summary>
    /// <param name="time">How much.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        DateTimeOffset end = GetUtcNow() + time;
        // As on a timer's own thread: what a timer sets going belongs to no test framework's context.
        SynchronizationContext? context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (TakeDue(end) is { } due)
                due.Fire();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }

        lock (_lock)
            _now = end > _now ? end : _now;
    }

    /// <summary>Lets exactly the time pass until the next timer fires.</summary>
    /// <exception cref="InvalidOperationException">There is no timer.</exception>
    public void AdvanceToNextTimer()
    {
        TimeSpan left;
        lock (_lock)
        {
            left = _timers.Count > 0
                ? _timers.Min(timer => timer.DueAt) - _now
                : throw new InvalidOperationException("There is no timer to advance to.");
        }

        Advance(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Waits until the code under test has set a timer that is due within some time, and lets that time pass.</summary>
    /// <param name="time">How much.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task AdvanceToTimerAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        await UntilTimerWithinAsync(time, cancellationToken);
        Advance(time);
    }

    /// <summary>Waits until there is a timer that is due in exactly some time.</summary>
    /// <param name="dueIn">The time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task UntilTimerAsync(TimeSpan dueIn, CancellationToken cancellationToken = default) =>
        UntilAsync(left => left == dueIn, cancellationToken);

    /// <summary>Waits until there is a timer that is due within some time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task UntilTimerWithinAsync(TimeSpan time, CancellationToken cancellationToken = default) =>
        UntilAsync(left => left <= time, cancellationToken);

    private async Task UntilAsync(Predicate<TimeSpan> dueIn, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_timers.Exists(timer => dueIn(timer.DueAt - _now)))
                    return;
                changed = _timerSet.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            ManualTimer? due = _timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
            if (due is null)
                return null;

            _now = due.DueAt > _now ? due.DueAt : _now;
            if (due.Period > TimeSpan.Zero)
                due.DueAt += due.Period;
            else
                _timers.Remove(due);
            return due;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset DueAt { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;

                DueAt = clock._now + dueTime;
                Period = period;
                clock._timers.Add(this);
                clock._timerSet.SetResult();
                clock._timerSet = NewSignal();
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
