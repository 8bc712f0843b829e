using System.Collections.Concurrent;

namespace ElementalProvider.LoadGenerator.ApiServer;

/// <summary>When each of a number of writes was answered, and when each watcher had its event. Thread-safe, with one thread a watcher.</summary>
/// <param name="after">The version before the first write; events up to it do not count.</param>
/// <param name="writes">How many writes follow.</param>
/// <param name="watchers">How many watchers.</param>
/// <param name="clock">The time.</param>
internal sealed class FanOut(long after, int writes, int watchers, TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, Write> _byVersion = new();
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = clock.GetTimestamp();
    private long _missing = (long)writes * watchers;

    /// <summary>Completes when all watchers have all events.</summary>
    public Task Complete => _complete.Task;

    /// <summary>Events that have not arrived.</summary>
    public long Missing => Interlocked.Read(ref _missing);

    /// <summary>Completes when all watchers have the event of a version.</summary>
    public Task EverywhereAsync(long version) => Of(version).Everywhere.Task;

    public void Answered(long version) => Of(version).Answered = Now();

    public void Seen(int watcher, long version)
    {
        if (version <= after)
            return;
        Write write = Of(version);
        write.Seen[watcher] = Now();
        if (Interlocked.Decrement(ref write.Waiting) == 0)
            write.Everywhere.SetResult();
        if (Interlocked.Decrement(ref _missing) == 0)
            _complete.SetResult();
    }

    /// <summary>From each answer to each event. An event that overtakes the answer counts as zero.</summary>
    public IEnumerable<TimeSpan> Delays() =>
        from write in _byVersion.Values
        where write.Answered != 0
        from seen in write.Seen
        where seen != 0
        select seen <= write.Answered ? TimeSpan.Zero : clock.GetElapsedTime(write.Answered, seen);

    private Write Of(long version) => _byVersion.GetOrAdd(version, static (_, count) => new Write(count), watchers);

    // Counted from the start, so that zero means "not yet".
    private long Now() => clock.GetTimestamp() - _started + 1;

    private sealed class Write(int watchers)
    {
        public int Waiting = watchers;

        public long Answered { get; set; }

        public long[] Seen { get; } = new long[watchers];

        public TaskCompletionSource Everywhere { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
