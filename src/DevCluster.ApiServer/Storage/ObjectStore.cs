using System.Collections.Immutable;

namespace ElementalProvider.DevCluster.ApiServer.Storage;

/// <summary>
/// The versioned store: one counter, one ordered log of events, and a persistent state that readers use without a lock.
/// Writes are conditional on the version the writer has seen.
/// </summary>
internal sealed class ObjectStore
{
    /// <summary>The version of an empty store. Not 0 or 1, which clients send to mean "any" and "very old".</summary>
    private const long FirstVersion = 100;

    private readonly Lock _gate = new();
    private readonly EventLog _log;
    private volatile StoreState _state = new(FirstVersion, ImmutableDictionary.Create<string, StoredCollection>(StringComparer.Ordinal));

    public ObjectStore(int maximumEvents, long maximumEventBytes) => _log = new EventLog(maximumEvents, maximumEventBytes, FirstVersion);

    /// <summary>Called for every commit, in order and before the writer gets its answer. Must be quick and must not write.</summary>
    public Action<StoreEvent>? Committed { get; set; }

    /// <summary>Where commits are kept; null keeps them in memory alone.</summary>
    public IStoreJournal? Journal { get; set; }

    public StoreState Current => _state;

    /// <summary>Completes when a version is kept for good: what shows it may leave the server then.</summary>
    /// <exception cref="IOException">It cannot be kept.</exception>
    public ValueTask WhenKeptAsync(long version) => Journal?.WhenKeptAsync(version) ?? ValueTask.CompletedTask;

    /// <summary>Fills an empty store with objects as of a version. Watches cannot resume from before it.</summary>
    public void Restore(long version, IEnumerable<StoredObject> objects)
    {
        lock (_gate)
        {
            foreach (StoredObject stored in objects)
            {
                StoreState state = _state;
                _state = state with { Collections = state.Collections.SetItem(stored.Key.Resource, state.Collection(stored.Key.Resource).With(stored)) };
                Committed?.Invoke(new StoreEvent(StoreEventType.Added, stored, null));
            }

            _state = _state with { ResourceVersion = version };
            _log.StartAt(version);
        }
    }

    /// <summary>Repeats a commit that was kept: the next version of the store.</summary>
    /// <param name="key">The object's key.</param>
    /// <param name="put">What was stored, or null for a removal.</param>
    public void Replay(StoreKey key, StoredObject? put)
    {
        lock (_gate)
        {
            StoreState state = _state;
            StoredObject? previous = state.Find(key);
            if (put is not null)
                CommitPut(state, put, previous);
            else if (previous is not null)
                CommitRemoval(state, previous);
        }
    }

    /// <summary>Stores a version of an object if <paramref name="expected"/> (null: nothing) is still what is there.</summary>
    /// <param name="expected">The version that the writer changed.</param>
    /// <param name="candidate">The new content; it gets its version here.</param>
    /// <param name="admit">Throws where the present state does not allow the write.</param>
    /// <returns>The stored version, or null where another writer was first.</returns>
    public StoredObject? TryPut(StoredObject? expected, StoredObject candidate, Action<StoreState>? admit = null)
    {
        lock (_gate)
        {
            StoreState state = _state;
            if (!ReferenceEquals(state.Find(candidate.Key), expected))
                return null;

            admit?.Invoke(state);
            StoredObject stored = candidate.At(state.ResourceVersion + 1);
            CommitPut(state, stored, expected);
            return stored;
        }
    }

    /// <summary>Removes an object if <paramref name="expected"/> is still what is there.</summary>
    /// <returns>Its last version as of the deletion, or null where another writer was first.</returns>
    public StoredObject? TryRemove(StoredObject expected)
    {
        lock (_gate)
        {
            StoreState state = _state;
            if (!ReferenceEquals(state.Find(expected.Key), expected))
                return null;

            return CommitRemoval(state, expected);
        }
    }

    /// <summary>Replaces how objects of a resource read, without a new version or an event: used when a schema gets new defaults.</summary>
    public void Rewrite(string resource, Func<StoredObject, StoredObject> rewrite)
    {
        lock (_gate)
        {
            StoreState state = _state;
            StoredCollection collection = state.Collection(resource);
            StoredCollection rewritten = collection.In(null).Select(rewrite).Aggregate(collection, (all, item) => all.With(item));
            _state = state with { Collections = state.Collections.SetItem(resource, rewritten) };
        }
    }

    /// <summary>The state now, with a cursor for all that happens to <paramref name="resource"/> after it.</summary>
    public (StoreState State, EventCursor Cursor) ReadAndFollow(string resource)
    {
        lock (_gate)
        {
            EventFeed feed = _log.Feed(resource);
            return (_state, new EventCursor(feed, feed.Tail));
        }
    }

    /// <summary>The state now, with a cursor for all that happens to any object after it.</summary>
    public (StoreState State, EventCursor Cursor) ReadAndFollowAll()
    {
        lock (_gate)
        {
            return (_state, new EventCursor(_log.All, _log.All.Tail));
        }
    }

    /// <summary>A cursor for all that happened to <paramref name="resource"/> after <paramref name="version"/>.</summary>
    /// <returns>Null where events after that version have been compacted.</returns>
    public EventCursor? FollowFrom(string resource, long version)
    {
        lock (_gate)
        {
            return version < _log.CompactedVersion ? null : _log.CursorAfter(resource, version);
        }
    }

    /// <summary>The version of the store if <paramref name="cursor"/> has read all that happened up to it, otherwise null.</summary>
    public long? CaughtUp(EventCursor cursor)
    {
        // A commit changes the state before it logs its event: only under the lock do the two belong together.
        lock (_gate)
            return cursor.IsAtEnd ? _state.ResourceVersion : null;
    }

    /// <summary>A collection as it was at <paramref name="version"/>: the present with the later events undone.</summary>
    /// <returns>Null where events after that version have been compacted.</returns>
    public StoredCollection? CollectionAt(string resource, long version)
    {
        lock (_gate)
        {
            if (version < _log.CompactedVersion)
                return null;

            StoreState state = _state;
            StoredCollection collection = state.Collection(resource);
            foreach (StoreEvent later in _log.NewestFirst(version, state.ResourceVersion))
            {
                if (string.Equals(later.Object.Key.Resource, resource, StringComparison.Ordinal))
                    collection = later.Previous is { } previous ? collection.With(previous) : collection.Without(later.Object.Key);
            }

            return collection;
        }
    }

    /// <summary>Drops every event: whoever asks for what happened before now has to list again.</summary>
    public void Compact()
    {
        lock (_gate)
            _log.Compact();
    }

    private void CommitPut(StoreState state, StoredObject stored, StoredObject? previous) => Commit(
        state,
        state.Collection(stored.Key.Resource).With(stored),
        new StoreEvent(previous is null ? StoreEventType.Added : StoreEventType.Modified, stored, previous));

    private StoredObject CommitRemoval(StoreState state, StoredObject previous)
    {
        StoredObject last = previous.At(state.ResourceVersion + 1);
        Commit(state, state.Collection(previous.Key.Resource).Without(previous.Key), new StoreEvent(StoreEventType.Deleted, last, previous));
        return last;
    }

    private void Commit(StoreState state, StoredCollection collection, StoreEvent storeEvent)
    {
        Journal?.Append(storeEvent);
        _state = new StoreState(storeEvent.ResourceVersion, state.Collections.SetItem(storeEvent.Object.Key.Resource, collection));
        _log.Append(storeEvent);
        Committed?.Invoke(storeEvent);
    }
}
