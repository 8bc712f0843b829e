namespace ElementalProvider.Lifecycle.Tests.Simulation;

/// <summary>
/// Runs everything that happens in one world on one thread, one piece after the other in a certain order. Processes are asynchronous code whose
/// continuations come here; time stands still until somebody lets it pass.
/// </summary>
internal sealed class Scheduler
{
    private const int MostTurns = 200_000;

    private readonly Queue<(Process Process, SendOrPostCallback Turn, object? State)> _ready = new();
    private readonly List<ModelTimer> _timers = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _turns;
    private int _timersMade;

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; private set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What broke first; null while nothing has.</summary>
    public string? Problem { get; private set; }

    /// <summary>Notes what broke. What follows it may be nonsense, so only the first counts.</summary>
    public void Break(string problem) => Problem ??= problem;

    /// <summary>Has a process take a turn.</summary>
    public void Post(Process process, SendOrPostCallback turn, object? state)
    {
        if (!IsHere($"a turn of {process.Name}"))
            return;

        _ready.Enqueue((process, turn, state));
    }

    /// <summary>Lets everybody take their turns until nobody has one left without time passing.</summary>
    public void RunAll()
    {
        while (Problem is null && _ready.TryDequeue(out (Process Process, SendOrPostCallback Turn, object? State) next))
        {
            if (++_turns > MostTurns)
                Break($"I7: no rest after {MostTurns} turns, the last of {next.Process.Name}");
            else if (next.Process.IsAlive)
                next.Process.Run(next.Turn, next.State);
        }
    }

    /// <summary>Lets time pass, and everybody do what they do when its moment has come.</summary>
    public void Advance(TimeSpan time)
    {
        DateTimeOffset end = Now + time;
        RunAll();
        while (Problem is null && Due(end) is { } timer)
        {
            Now = timer.DueAt > Now ? timer.DueAt : Now;
            timer.Fire();
            RunAll();
        }

        Now = end;
    }

    /// <summary>Forgets what a dead process wanted.</summary>
    public void Bury(Process process) => _timers.RemoveAll(timer => timer.Process == process);

    /// <summary>Whether the caller is on the one thread there is; everything else makes what happens a matter of chance.</summary>
    public bool IsHere(string what)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            return true;

        Break($"{what} comes from another thread: somebody used the thread pool{Environment.NewLine}{Environment.StackTrace}");
        return false;
    }

    public ITimer Set(Process process, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ModelTimer timer = new(this, process, callback, state, ++_timersMade);
        timer.Change(dueTime, period);
        return timer;
    }

    private ModelTimer? Due(DateTimeOffset end)
    {
        ModelTimer? due = null;
        foreach (ModelTimer timer in _timers)
        {
            if (timer.DueAt <= end && (due is null || timer.DueAt < due.DueAt || (timer.DueAt == due.DueAt && timer.Number < due.Number)))
                due = timer;
        }

        return due;
    }

    private sealed class ModelTimer(Scheduler scheduler, Process process, TimerCallback callback, object? state, int number) : ITimer
    {
        private TimeSpan _period;

        public Process Process => process;

        public int Number => number;

        public DateTimeOffset DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            scheduler._timers.Remove(this);
            if (dueTime == Timeout.InfiniteTimeSpan || !process.IsAlive)
                return true;

            (DueAt, _period) = (scheduler.Now + dueTime, period);
            scheduler._timers.Add(this);
            return true;
        }

        public void Fire()
        {
            scheduler._timers.Remove(this);
            if (_period > TimeSpan.Zero)
                Change(_period, _period);
            process.Run(_ => callback(state), null);
        }

        public void Dispose() => scheduler._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
