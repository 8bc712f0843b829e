using System.Diagnostics.CodeAnalysis;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Metrics;

namespace ElementalProvider.ControllerRuntime.Queue;

/// <summary>
/// Keys that need work. A key is in it once however often it is added; it is handed to one worker at a time, and when it is added meanwhile it
/// comes again after <see cref="Done"/>. No key is ever dropped. Thread-safe.
/// </summary>
/// <typeparam name="TKey">What names a piece of work.</typeparam>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _timeProvider;
    private readonly WorkQueueOptions _options;
    private readonly Backoff _repetitions;
    private readonly TokenBucket _retryRate;
    private readonly WorkQueueMetrics? _metrics;

    /// <summary>Keys that need work and their priority: in a ready list, or, while they are being worked on, waiting for that to end.</summary>
    private readonly Dictionary<TKey, (WorkPriority Priority, long Since)> _dirty = [];

    /// <summary>Keys that are being worked on, and since when.</summary>
    private readonly Dictionary<TKey, long> _processing = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly Queue<TKey>[] _ready = [new(), new()];
    private readonly DelayedKeys<TKey> _delayed;
    private int _readyCount;
    private TaskCompletionSource? _wakeUp;
    private bool _shutDown;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="options">Pace of repetitions; null takes the defaults.</param>
    /// <param name="timeProvider">Source of time; null takes the system's.</param>
    public WorkQueue(WorkQueueOptions? options = null, TimeProvider? timeProvider = null)
        : this(options, timeProvider, metrics: null)
    {
    }

    /// <summary>Makes an empty queue that is measured.</summary>
    internal WorkQueue(WorkQueueOptions? options, TimeProvider? timeProvider, WorkQueueMetrics? metrics)
    {
        _options = options ?? new WorkQueueOptions();
        _timeProvider = timeProvider ?? TimeProvider.System;
        _repetitions = new Backoff(_options.BaseDelay, _options.MaxDelay);
        _retryRate = new TokenBucket(_options.RetriesPerSecond, _options.RetryBurst, _timeProvider);
        _delayed = new DelayedKeys<TKey>(_timeProvider, AddDue);
        _metrics = metrics;
        _metrics?.Observes(State);
    }

    /// <summary>Keys that are ready to be worked on.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _readyCount;
        }
    }

    /// <summary>Adds a key now.</summary>
    /// <param name="key">What needs work.</param>
    /// <param name="priority">How urgent it is; a key that waits with less is moved up.</param>
    public void Add(TKey key, WorkPriority priority = WorkPriority.Normal)
    {
        lock (_lock)
        {
            bool waits = _dirty.TryGetValue(key, out (WorkPriority Priority, long Since) known);
            if (_shutDown || (waits && known.Priority >= priority))
                return;

            if (!waits)
                _metrics?.Added();
            _dirty[key] = (priority, waits ? known.Since : _timeProvider.GetTimestamp());
            if (_processing.ContainsKey(key))
                return;

            _ready[(int)priority].Enqueue(key);
            if (!waits)
                OneMoreIsReady();
        }
    }

    /// <summary>Adds a key after a while. Of several such wishes for a key the earliest counts.</summary>
    /// <param name="key">What needs work.</param>
    /// <param name="delay">How long to wait; none adds it now.</param>
    /// <param name="priority">How urgent it is then.</param>
    public void AddAfter(TKey key, TimeSpan delay, WorkPriority priority = WorkPriority.Low)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key, priority);
            return;
        }

        lock (_lock)
        {
            if (!_shutDown)
                _delayed.Add(key, delay, priority);
        }
    }

    /// <summary>Adds a key that failed, after its exponential wait and when the overall rate of repetitions allows it.</summary>
    /// <param name="key">What failed.</param>
    public void AddRateLimited(TKey key)
    {
        int failures;
        lock (_lock)
        {
            failures = _failures.GetValueOrDefault(key) + 1;
            _failures[key] = failures;
        }

        _metrics?.Retried();
        TimeSpan backoff = _repetitions.After(failures);
        TimeSpan rate = _retryRate.Reserve();
        AddAfter(key, backoff > rate ? backoff : rate);
    }

    /// <summary>Forgets the failures of a key: it succeeded.</summary>
    /// <param name="key">What succeeded.</param>
    public void Forget(TKey key)
    {
        lock (_lock)
            _failures.Remove(key);
    }

    /// <summary>Waits for a key and takes it; whoever took it must call <see cref="Done"/>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The key, or nothing when the queue is shut down and empty.</returns>
    public async ValueTask<(bool HasKey, TKey? Key)> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (_lock)
            {
                if (TryTake(out TKey? key))
                    return (true, key);
                if (_shutDown)
                    return (false, default);

                _wakeUp ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _wakeUp.Task;
            }

            await wait.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Says that the work on a key ended, well or not. If it was added meanwhile, it is ready again.</summary>
    /// <param name="key">A key that was taken.</param>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            if (!_processing.Remove(key, out long since))
                return;

            _metrics?.Done(_timeProvider.GetElapsedTime(since));
            if (_dirty.TryGetValue(key, out (WorkPriority Priority, long Since) again))
            {
                _ready[(int)again.Priority].Enqueue(key);
                OneMoreIsReady();
            }
        }
    }

    /// <summary>Takes no more keys in, forgets those that wait for their time, and lets workers drain the rest.</summary>
    public void ShutDown()
    {
        lock (_lock)
        {
            _shutDown = true;
            _delayed.Clear();
            WakeWorkers();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ShutDown();
        _delayed.Dispose();
    }

    private bool TryTake([MaybeNullWhen(false)] out TKey key)
    {
        // What can wait does not wait forever: under a steady stream of changes nobody would look again at what asked for it.
        if (FirstOf(WorkPriority.Low) is { } oldest && _timeProvider.GetElapsedTime(oldest.Since) >= _options.LongestLowWait)
            return Take(WorkPriority.Low, oldest, out key);

        foreach (WorkPriority priority in (ReadOnlySpan<WorkPriority>)[WorkPriority.Normal, WorkPriority.Low])
        {
            if (FirstOf(priority) is { } first)
                return Take(priority, first, out key);
        }

        key = default;
        return false;
    }

    /// <summary>The key at the head of a line, and since when it waits.</summary>
    private (TKey Key, long Since)? FirstOf(WorkPriority priority)
    {
        Queue<TKey> line = _ready[(int)priority];
        while (line.TryPeek(out TKey? key))
        {
            if (_dirty.TryGetValue(key, out (WorkPriority Priority, long Since) entry) && entry.Priority == priority && !_processing.ContainsKey(key))
                return (key, entry.Since);

            // A key that was moved up, or is being worked on, left its old place in line behind.
            line.Dequeue();
        }

        return null;
    }

    private bool Take(WorkPriority priority, (TKey Key, long Since) first, out TKey key)
    {
        key = first.Key;
        _ready[(int)priority].Dequeue();
        _dirty.Remove(key);
        _processing.Add(key, _timeProvider.GetTimestamp());
        _readyCount--;
        _metrics?.Taken(_timeProvider.GetElapsedTime(first.Since));
        return true;
    }

    private void OneMoreIsReady()
    {
        _readyCount++;
        WakeWorkers();
    }

    private void WakeWorkers()
    {
        _wakeUp?.SetResult();
        _wakeUp = null;
    }

    private void AddDue(IReadOnlyList<(TKey Key, WorkPriority Priority)> due)
    {
        foreach ((TKey key, WorkPriority priority) in due)
            Add(key, priority);
    }

    private (int Depth, TimeSpan Unfinished, TimeSpan LongestRunning) State()
    {
        lock (_lock)
        {
            List<TimeSpan> running = [.. _processing.Values.Select(since => _timeProvider.GetElapsedTime(since))];
            return (_readyCount, running.Aggregate(TimeSpan.Zero, (sum, time) => sum + time), running.DefaultIfEmpty().Max());
        }
    }
}
