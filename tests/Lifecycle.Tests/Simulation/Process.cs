using Microsoft.Extensions.Logging;

namespace ElementalProvider.Lifecycle.Tests.Simulation;

/// <summary>
/// One process of the product. Its code runs in this context, and reaches everything outside by calls. How many of those go through is up to the
/// history: between any two the process may be stopped for a while, or for good.
/// </summary>
internal sealed class Process : SynchronizationContext
{
    private readonly Scheduler _scheduler;
    private readonly List<IPendingCall> _pending = [];
    private int _allowance;
    private Fault _fault;

    public Process(Scheduler scheduler, string name)
    {
        (_scheduler, Name) = (scheduler, name);
        Clock = new ProcessClock(this);
        Logger = new DefectLogger(this);
    }

    private interface IPendingCall
    {
        void Release();
    }

    /// <summary>Any number of calls.</summary>
    public const int Freely = int.MaxValue;

    public string Name { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Whether calls wait for the history to let them through.</summary>
    public bool HasPendingCalls => _pending.Count > 0;

    /// <summary>The time, and timers that die with the process.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Reports what the product calls a failure of its own as one.</summary>
    public ILogger Logger { get; }

    public ILogger<T> LoggerOf<T>() => new DefectLogger<T>(this);

    /// <summary>Whom to tell when the process is killed.</summary>
    public Action? Died { get; set; }

    public override void Post(SendOrPostCallback d, object? state) => _scheduler.Post(this, d, state);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs code of the process.</summary>
    public void Run(Action code) => Run(static code => ((Action)code!)(), code);

    public void Run(SendOrPostCallback code, object? state)
    {
        SynchronizationContext? before = Current;
        SetSynchronizationContext(this);
        try
        {
            code(state);
        }
        catch (Exception exception)
        {
            Break($"{Name} fails: {exception}");
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Lets calls through: those that wait, beginning with one that is picked, and those to come.</summary>
    /// <param name="calls">How many.</param>
    /// <param name="fault">What goes wrong with one of them.</param>
    /// <param name="first">Which of those that wait goes first.</param>
    public void Allow(int calls, Fault fault = default, int first = 0)
    {
        (_allowance, _fault) = (calls, fault);
        while (_allowance > 0 && _pending.Count > 0 && IsAlive)
        {
            IPendingCall call = _pending[first % _pending.Count];
            first = 0;
            _pending.Remove(call);
            _allowance--;
            call.Release();
        }
    }

    /// <summary>Lets no call through until further notice.</summary>
    public void Hold() => (_allowance, _fault) = (0, default);

    /// <summary>The process ends here, in the middle of whatever it does.</summary>
    public void Kill()
    {
        if (!IsAlive)
            return;

        IsAlive = false;
        _pending.Clear();
        _scheduler.Bury(this);
        Died?.Invoke();
    }

    public void Break(string problem) => _scheduler.Break(problem);

    /// <summary>Asks something of the world outside the process.</summary>
    /// <param name="port">What is asked.</param>
    /// <param name="effect">What happens there; at once, or in another process.</param>
    /// <param name="half">What happens where the power fails in the middle; null where it happens whole or not at all.</param>
    /// <param name="cancellationToken">Gives up a call that has not gone through.</param>
    public Task<T> CallAsync<T>(Port port, Func<Task<T>> effect, Action? half, CancellationToken cancellationToken)
    {
        if (!_scheduler.IsHere($"a call of {Name}") || !IsAlive)
            return Never<T>();

        PendingCall<T> call = new(this, port, effect, half, cancellationToken);
        if (_allowance == 0)
        {
            _pending.Add(call);
            return call.Answer;
        }

        if (_allowance != Freely)
            _allowance--;
        call.Release();
        return call.Answer;
    }

    public Task<T> CallAsync<T>(Port port, Func<Task<T>> effect, CancellationToken cancellationToken = default) =>
        CallAsync(port, effect, half: null, cancellationToken);

    public Task<T> CallAsync<T>(Port port, Func<T> effect, CancellationToken cancellationToken = default) =>
        CallAsync(port, () => Task.FromResult(effect()), half: null, cancellationToken);

    public Task CallAsync(Port port, Action effect, CancellationToken cancellationToken = default) => CallAsync(
        port,
        () =>
        {
            effect();
            return Task.FromResult(true);
        },
        cancellationToken);

    private static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    private FaultKind TakeFault(Port port)
    {
        // Only some calls can be refused.
        bool canHit = _fault.Kind != FaultKind.None && (_fault.Kind != FaultKind.IsRefused || port == Port.Operation);
        if (!canHit || --_fault.AtCall > 0)
            return FaultKind.None;

        FaultKind kind = _fault.Kind;
        _fault = default;
        return kind;
    }

    /// <summary>One call, from when it is made to when its answer is heard.</summary>
    private sealed class PendingCall<T> : IPendingCall
    {
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Process _process;
        private readonly Port _port;
        private readonly Func<Task<T>> _effect;
        private readonly Action? _half;
        private readonly CancellationTokenRegistration _givingUp;

        public PendingCall(Process process, Port port, Func<Task<T>> effect, Action? half, CancellationToken cancellationToken)
        {
            (_process, _port, _effect, _half) = (process, port, effect, half);
            if (cancellationToken.CanBeCanceled)
            {
                _givingUp = cancellationToken.UnsafeRegister(
                    _ =>
                    {
                        process._pending.Remove(this);
                        _answer.TrySetCanceled(cancellationToken);
                    },
                    null);
            }
        }

        public Task<T> Answer => _answer.Task;

        public void Release() => _process.Post(static call => ((PendingCall<T>)call!).Perform(), this);

        private void Perform()
        {
            if (_answer.Task.IsCompleted)
                return;

            FaultKind fault = _process.TakeFault(_port);
            switch (fault)
            {
                case FaultKind.DiesBefore:
                    _process.Kill();
                    return;
                case FaultKind.DiesWithin:
                    _half?.Invoke();
                    _process.Kill();
                    return;
                case FaultKind.LosesTheRequest or FaultKind.IsRefused:
                    _answer.TrySetException(Failures.Of(_port, fault));
                    return;
                default:
                    _ = ConcludeAsync(fault);
                    return;
            }
        }

        private async Task ConcludeAsync(FaultKind fault)
        {
            try
            {
                T answer = await _effect();
                if (fault == FaultKind.DiesAfter)
                    _process.Kill();
                else if (fault == FaultKind.LosesTheAnswer)
                    _answer.TrySetException(Failures.Of(_port, fault));
                else
                    _answer.TrySetResult(answer);
            }
            catch (Exception exception)
            {
                _answer.TrySetException(exception);
            }
            finally
            {
                _givingUp.Unregister();
            }
        }
    }

    private sealed class ProcessClock(Process process) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => process._scheduler.Now;

        public override long GetTimestamp() => process._scheduler.Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            process._scheduler.Set(process, callback, state, dueTime, period);
    }
}
