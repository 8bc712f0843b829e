using System.Collections.Immutable;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Faults;

/// <summary>
/// Makes things go wrong on purpose: with single requests, with watches, with the whole server. Nothing does unless it is asked for. Thread-safe.
/// </summary>
public sealed class FaultInjection : IDisposable
{
    private readonly Lock _lock = new();
    private Random _random;
    private readonly ObjectStore _store;
    private readonly TimeProvider _clock;
    private volatile ImmutableList<ActiveFault> _active = [];
    private volatile TaskCompletionSource? _resumed;
    private CancellationTokenSource _cut = new();
    private TaskCompletionSource _changed = NewSignal();
    private int _lastId;

    internal FaultInjection(ObjectStore store, TimeProvider clock, int seed) => (_store, _clock, _random) = (store, clock, new Random(seed));

    /// <summary>What was asked for and is not over, in order.</summary>
    public IReadOnlyList<ActiveFault> Active => _active;

    /// <summary>Whether requests wait until <see cref="Resume"/>.</summary>
    public bool IsPaused => _resumed is not null;

    /// <summary>Ends with the next <see cref="CutWatches"/>.</summary>
    internal CancellationToken WatchesCut
    {
        get
        {
            lock (_lock)
                return _cut.Token;
        }
    }

    /// <summary>Lets chance begin anew.</summary>
    /// <param name="seed">What it follows from.</param>
    public void Seed(int seed)
    {
        lock (_lock)
            _random = new Random(seed);
    }

    /// <summary>Makes something go wrong from now on.</summary>
    /// <param name="fault">What.</param>
    /// <returns>Names the fault for <see cref="Remove"/>.</returns>
    /// <exception cref="ArgumentException">It makes no sense; the message says why.</exception>
    public int Add(Fault fault)
    {
        if (fault.Refuse() is { } reason)
            throw new ArgumentException(reason, nameof(fault));

        lock (_lock)
        {
            _active = _active.Add(new ActiveFault(++_lastId, fault, Happened: 0));
            return _lastId;
        }
    }

    /// <summary>Waits until a fault has happened often enough, or is over.</summary>
    /// <param name="id">What <see cref="Add"/> returned.</param>
    /// <param name="times">How often.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WhenHappenedAsync(int id, int times = 1, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_active.Find(fault => fault.Id == id) is not { } fault || fault.Happened >= times)
                    return;
                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes a fault away.</summary>
    /// <param name="id">What <see cref="Add"/> returned.</param>
    /// <returns>Whether it was there.</returns>
    public bool Remove(int id)
    {
        lock (_lock)
        {
            ImmutableList<ActiveFault> before = _active;
            _active = before.RemoveAll(fault => fault.Id == id);
            Tell();
            return _active.Count < before.Count;
        }
    }

    /// <summary>Takes all faults away and lets the server go on where it was paused. Watches that went stale stay so until they are cut.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _active = [];
            Tell();
        }

        Resume();
    }

    /// <summary>Ends every open watch, as a server that restarts does.</summary>
    public void CutWatches()
    {
        CancellationTokenSource cut;
        lock (_lock)
            (cut, _cut) = (_cut, new CancellationTokenSource());
        cut.Cancel();
        cut.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _cut.Dispose();

    /// <summary>Forgets all events: a watch or list that asks for an earlier version is answered 410.</summary>
    public void Compact() => _store.Compact();

    /// <summary>Lets every request wait, those that are under way included.</summary>
    public void Pause()
    {
        lock (_lock)
            _resumed ??= NewSignal();
    }

    /// <summary>Answers requests again.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            _resumed?.SetResult();
            _resumed = null;
        }
    }

    /// <summary>Waits while the server is paused.</summary>
    internal Task WhileOpenAsync(CancellationToken cancellationToken) => _resumed?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Lets happen to a request what is to happen before it is served.</summary>
    /// <returns>What is left to happen to it: <see cref="FaultKind.LoseRequest"/>, <see cref="FaultKind.LoseAnswer"/>, <see cref="FaultKind.StaleWatch"/>, or null.</returns>
    /// <exception cref="ApiStatusException">It is to be refused.</exception>
    internal async ValueTask<FaultKind?> MeetAsync(string verb, string resource, string client, CancellationToken cancellationToken)
    {
        if (_resumed is { } resumed)
            await resumed.Task.WaitAsync(cancellationToken);

        FaultKind? left = null;
        foreach (Fault fault in Take(verb, resource, client))
        {
            switch (fault.Kind)
            {
                case FaultKind.Latency:
                    await Task.Delay(fault.Delay, _clock, cancellationToken);
                    break;
                case FaultKind.Conflict:
                    throw Refusal(409, "Conflict", $"Operation cannot be fulfilled on {resource}: the object has been modified; please apply your changes to the latest version and try again");
                case FaultKind.TooManyRequests:
                    throw Refusal(429, "TooManyRequests", "the server has received too many requests and has asked us to try again later", fault.RetryAfter);
                case FaultKind.InternalError:
                    throw Refusal(500, "InternalError", "Internal error occurred: a fault was asked for");
                default:
                    left = fault.Kind;
                    break;
            }
        }

        return left;
    }

    private ImmutableList<Fault> Take(string verb, string resource, string client)
    {
        if (_active.IsEmpty)
            return [];

        lock (_lock)
        {
            (ImmutableList<Fault> befalls, _active) = FaultChoice.Next(_active, verb, resource, client, _random.NextDouble);
            if (!befalls.IsEmpty)
                Tell();
            return befalls;
        }
    }

    // Under the lock.
    private void Tell()
    {
        _changed.SetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ApiStatusException Refusal(int code, string reason, string message, TimeSpan retryAfter = default) =>
        new(new ApiStatus { Code = code, Reason = reason, Message = message, RetryAfterSeconds = (int)retryAfter.TotalSeconds });
}

/// <summary>A fault that was asked for, and how often it has happened.</summary>
/// <param name="Id">Names it, to take it away.</param>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Happened">How often it has happened so far.</param>
public sealed record ActiveFault(int Id, Fault Fault, int Happened)
{
    /// <summary>How many requests it has let pass that it was to let pass.</summary>
    internal int Passed { get; init; }

    /// <summary>Whether it has happened as often as it was to.</summary>
    internal bool IsOver => Happened >= Fault.Times;
}
