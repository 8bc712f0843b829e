namespace ElementalProvider.AgentGateway.Handshakes;

/// <summary>
/// The connections whose handshake has not ended: whose turn it is, and who has to go when there are too many. Addresses take turns, so that one
/// with thousands of connections does not hold up the next; who keeps a turn and does nothing with it loses it. Without clock, lock and sockets:
/// times are values, counted from any beginning.
/// </summary>
/// <param name="limits">The limits.</param>
internal sealed class Lobby(HandshakeLimits limits)
{
    private readonly Dictionary<PeerAddress, Group> _groups = [];
    // Addresses of which somebody waits, the one that waits longest for its next turn first.
    private readonly Queue<Group> _next = new();
    // In the order in which they got their turn.
    private readonly LinkedList<Visitor> _inTurn = [];
    // The same, of those whose turn is over.
    private readonly LinkedList<Visitor> _late = [];

    /// <summary>All connections whose handshake has not ended.</summary>
    public int Count { get; private set; }

    /// <summary>When the longest turn is over, if somebody waits for it; null where nothing is to be done later.</summary>
    public TimeSpan? NextLook => _next.Count == 0 || _inTurn.First is not { } first ? null
        : _late.Count < limits.Late || first.Value.Since + limits.Turn > _late.First!.Value.Since + limits.LateGrace ? first.Value.Since + limits.Turn
        : _late.First.Value.Since + limits.LateGrace;

    /// <summary>Somebody has come.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="now">The time.</param>
    /// <returns>Who has to go for it, which may be the visitor itself; null where there is room.</returns>
    public Visitor? Arrive(Visitor visitor, TimeSpan now)
    {
        if (!_groups.TryGetValue(visitor.From, out Group? group))
            _groups[visitor.From] = group = new Group();
        group.All.AddLast(visitor);
        group.Owing++;
        Count++;
        Visitor? victim = group.Owing > limits.PerAddress ? VictimIn(group, now) ?? visitor
            : Count > limits.Unfinished ? VictimIn(MostCrowded(), now) ?? visitor
            : null;
        if (victim is not null)
            Leave(victim);
        return victim;
    }

    /// <summary>Somebody has said all of the first message, and waits for a turn.</summary>
    /// <param name="visitor">Who.</param>
    /// <param name="now">The time.</param>
    public void Speak(Visitor visitor, TimeSpan now)
    {
        if (visitor.Stage != VisitorStage.Silent)
            return;

        (visitor.Stage, visitor.Since) = (VisitorStage.Waiting, now);
        Group group = _groups[visitor.From];
        group.Owing--;
        group.Waiting.AddLast(visitor);
        if (group.Waiting.Count == 1 && !group.IsNext)
        {
            group.IsNext = true;
            _next.Enqueue(group);
        }
    }

    /// <summary>Somebody is done, or has gone.</summary>
    /// <param name="visitor">Who.</param>
    public void Leave(Visitor visitor)
    {
        if (visitor.Stage == VisitorStage.Gone)
            return;

        Group group = _groups[visitor.From];
        if (visitor.Stage == VisitorStage.InTurn)
            _inTurn.Remove(visitor);
        else if (visitor.Stage == VisitorStage.Waiting)
            group.Waiting.Remove(visitor);
        else
            group.Owing--;
        if (visitor.Stage == VisitorStage.Late)
            _late.Remove(visitor);
        group.All.Remove(visitor);
        if (group.All.Count == 0)
            _groups.Remove(visitor.From);
        visitor.Stage = VisitorStage.Gone;
        Count--;
    }

    /// <summary>Gives free turns, and those that are over, to those who wait.</summary>
    /// <param name="now">The time.</param>
    /// <returns>Who begins with the handshake now, and who has to go so that others can.</returns>
    public (IReadOnlyList<Visitor> Begin, IReadOnlyList<Visitor> Drop) Advance(TimeSpan now)
    {
        List<Visitor> begin = [];
        List<Visitor> drop = [];
        while (NextWaiting() is { } group)
        {
            if (_inTurn.Count >= limits.Turns && !TryEndTurn(now, drop))
                break;

            Visitor visitor = group.Waiting.First!.Value;
            group.Waiting.RemoveFirst();
            (visitor.Stage, visitor.Since) = (VisitorStage.InTurn, now);
            _inTurn.AddLast(visitor);
            begin.Add(visitor);
            // The others of its address come after all other addresses.
            _next.Dequeue();
            group.IsNext = group.Waiting.Count > 0;
            if (group.IsNext)
                _next.Enqueue(group);
        }

        return (begin, drop);
    }

    private Group? NextWaiting()
    {
        while (_next.TryPeek(out Group? group))
        {
            if (group.Waiting.Count > 0)
                return group;

            // All of its visitors have gone.
            group.IsNext = false;
            _next.Dequeue();
        }

        return null;
    }

    private bool TryEndTurn(TimeSpan now, List<Visitor> drop)
    {
        if (_inTurn.First is not { } first || now - first.Value.Since < limits.Turn)
            return false;

        // It may be that it is not the peers that are slow, but this machine: more handshakes at once would only make it slower.
        if (_late.Count >= limits.Late)
        {
            Visitor slowest = _late.First!.Value;
            if (now - slowest.Since < limits.LateGrace)
                return false;
            Leave(slowest);
            drop.Add(slowest);
        }

        _inTurn.RemoveFirst();
        _late.AddLast(first.Value);
        // Its peer owes the next message, and has for as long as the turn was.
        first.Value.Stage = VisitorStage.Late;
        _groups[first.Value.From].Owing++;
        return true;
    }

    private Group MostCrowded() => _groups.Values.MaxBy(group => group.All.Count)!;

    // Who says nothing, then who does not go on, if it has been so for longer than a good one may need; then whoever came last and has cost nothing yet.
    private Visitor? VictimIn(Group group, TimeSpan now) =>
        group.All.FirstOrDefault(visitor => visitor.Stage == VisitorStage.Silent && now - visitor.Since >= limits.Grace)
        ?? group.All.FirstOrDefault(visitor => visitor.Stage == VisitorStage.Late && now - visitor.Since >= limits.LateGrace)
        ?? group.All.LastOrDefault(visitor => visitor.Stage is VisitorStage.Silent or VisitorStage.Waiting);

    /// <summary>The visitors of one address.</summary>
    private sealed class Group
    {
        /// <summary>In the order in which they came.</summary>
        public LinkedList<Visitor> All { get; } = [];

        /// <summary>Those who wait for a turn, in the order in which they began to.</summary>
        public LinkedList<Visitor> Waiting { get; } = [];

        /// <summary>Those of whom the next message is awaited.</summary>
        public int Owing { get; set; }

        /// <summary>Whether it stands in the line of addresses.</summary>
        public bool IsNext { get; set; }
    }
}
