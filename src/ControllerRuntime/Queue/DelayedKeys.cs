namespace ElementalProvider.ControllerRuntime.Queue;

/// <summary>Keys that wait for their time: a heap and one timer for the earliest of them, however many there are. Thread-safe.</summary>
/// <typeparam name="TKey">What waits.</typeparam>
internal sealed class DelayedKeys<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;
    private readonly Action<IReadOnlyList<(TKey, WorkPriority)>> _due;
    private readonly long _origin;
    private readonly ITimer _timer;

    /// <summary>When each key is due; a heap entry that says otherwise was overtaken by an earlier wish.</summary>
    private readonly Dictionary<TKey, (TimeSpan At, WorkPriority Priority)> _waiting = [];
    private readonly PriorityQueue<TKey, TimeSpan> _heap = new();
    private TimeSpan _timerAt = TimeSpan.MaxValue;

    public DelayedKeys(TimeProvider timeProvider, Action<IReadOnlyList<(TKey, WorkPriority)>> due)
    {
        _timeProvider = timeProvider;
        _due = due;
        _origin = timeProvider.GetTimestamp();
        _timer = timeProvider.CreateTimer(static self => ((DelayedKeys<TKey>)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Now => _timeProvider.GetElapsedTime(_origin);

    public void Add(TKey key, TimeSpan delay, WorkPriority priority)
    {
        lock (_lock)
        {
            TimeSpan at = Now + delay;
            if (_waiting.TryGetValue(key, out (TimeSpan At, WorkPriority Priority) known))
            {
                priority = priority > known.Priority ? priority : known.Priority;
                if (known.At <= at)
                {
                    _waiting[key] = (known.At, priority);
                    return;
                }
            }

            _waiting[key] = (at, priority);
            _heap.Enqueue(key, at);
            SetTimer();
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
            _heap.Clear();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        List<(TKey, WorkPriority)> due = [];
        lock (_lock)
        {
            _timerAt = TimeSpan.MaxValue;
            TimeSpan now = Now;
            while (_heap.TryPeek(out TKey? key, out TimeSpan at) && at <= now)
            {
                _heap.Dequeue();
                if (_waiting.TryGetValue(key, out (TimeSpan At, WorkPriority Priority) entry) && entry.At == at)
                {
                    _waiting.Remove(key);
                    due.Add((key, entry.Priority));
                }
            }

            SetTimer();
        }

        _due(due);
    }

    private void SetTimer()
    {
        if (!_heap.TryPeek(out _, out TimeSpan next) || next >= _timerAt)
            return;

        _timerAt = next;
        TimeSpan wait = next - Now;
        // Timers count milliseconds; a wait cut down to zero would spin.
        _timer.Change(wait > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
