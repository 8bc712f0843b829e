namespace ElementalProvider.AgentGateway.Overload;

/// <summary>
/// Lets only so much work be begun that needs the Kubernetes API. Whatever is begun beyond what the API bears makes all of it slower, until it is
/// done for callers that have given up and come again: so the rest waits here, as what it is by then, or is told when to come back.
/// </summary>
/// <param name="limits">How much.</param>
/// <param name="clock">The time.</param>
/// <param name="metrics">Told of those who are sent away; null for nobody.</param>
internal sealed class WorkDoor(DoorLimits limits, TimeProvider clock, GatewayMetrics? metrics = null)
{
    // Before anything was measured. It says only how long the first ones are asked to stay away.
    private const double FirstPace = 50;

    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource>[] _waiting = [new(), new(), new()];
    private readonly int[] _atWork = new int[3];
    private double _pace = FirstPace;
    private int _served;
    private long? _pressedSince;
    private long _lastIsBack = clock.GetTimestamp();

    /// <summary>Uniform numbers from [0, 1).</summary>
    internal Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Waits for the turn of somebody.</summary>
    /// <param name="errand">With what they have come.</param>
    /// <param name="cancellationToken">They have gone away.</param>
    /// <returns>To be disposed of when the work is done.</returns>
    /// <exception cref="RefusedException">RESOURCE_EXHAUSTED: there is too much to do; the status says when to come back.</exception>
    public ValueTask<Pass> EnterAsync(Errand errand, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> place;
        lock (_lock)
        {
            switch (DoorDecisions.Admit(errand, Seen_NeedsLock(), _pace, limits))
            {
                case Welcome.Enter:
                    _atWork[(int)errand]++;
                    return ValueTask.FromResult(new Pass(this, errand));
                case Welcome.ComeBack:
                    metrics?.SentAway();
                    throw new RefusedException(Refusal.ResourceExhausted(
                        RefusalReasons.Overloaded, "more hosts have come than this replica of the manager can serve at a time", StayAway_NeedsLock()));
                default:
                    place = _waiting[(int)errand].AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                    if (errand == Errand.Newcomer)
                        _pressedSince ??= clock.GetTimestamp();
                    break;
            }
        }

        return WaitAsync(errand, place, cancellationToken);
    }

    // Awaited as it is: whatever stands between would go on wherever there is a thread, and not where its caller does.
    private async ValueTask<Pass> WaitAsync(Errand errand, LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(_ => GiveUp(errand, place, cancellationToken), null))
            await place.Value.Task;
        return new Pass(this, errand);
    }

    private void GiveUp(Errand errand, LinkedListNode<TaskCompletionSource> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // It is its turn already: whoever does the work finds out by itself that nobody waits.
            if (place.List is null)
                return;
            _waiting[(int)errand].Remove(place);
        }

        place.Value.TrySetCanceled(cancellationToken);
    }

    private void Leave(Errand errand)
    {
        lock (_lock)
        {
            _atWork[(int)errand]--;
            if (errand == Errand.Newcomer)
                Measure_NeedsLock();
            while (DoorDecisions.Next(Seen_NeedsLock(), limits) is { } next)
            {
                LinkedListNode<TaskCompletionSource> first = _waiting[(int)next].First!;
                _waiting[(int)next].Remove(first);
                _atWork[(int)next]++;
                first.Value.SetResult();
            }
        }
    }

    // Only while newcomers wait the pace is what can be done, and not what was asked for.
    private void Measure_NeedsLock()
    {
        if (_pressedSince is not { } since)
            return;

        _served++;
        TimeSpan elapsed = clock.GetElapsedTime(since);
        if (elapsed >= TimeSpan.FromSeconds(1))
        {
            _pace = DoorDecisions.Pace(_pace, _served, elapsed);
            (_served, _pressedSince) = (0, clock.GetTimestamp());
        }

        if (_waiting[(int)Errand.Newcomer].Count == 0)
            (_served, _pressedSince) = (0, null);
    }

    private TimeSpan StayAway_NeedsLock()
    {
        long now = clock.GetTimestamp();
        (TimeSpan stayAway, TimeSpan last) = DoorDecisions.ComeBack(clock.GetElapsedTime(now, _lastIsBack), _pace, Random(), limits);
        _lastIsBack = now + (long)(last.TotalSeconds * clock.TimestampFrequency);
        return stayAway;
    }

    private DoorSeen Seen_NeedsLock() => new(
        _atWork[0] + _atWork[1] + _atWork[2],
        _atWork[(int)Errand.Newcomer],
        _waiting[(int)Errand.KnownHost].Count,
        _waiting[(int)Errand.Report].Count,
        _waiting[(int)Errand.Newcomer].Count);

    /// <summary>The permission to work, until it is disposed of.</summary>
    internal sealed class Pass(WorkDoor door, Errand errand) : IDisposable
    {
        /// <summary>Lets the next one in.</summary>
        public void Dispose() => door.Leave(errand);
    }
}
