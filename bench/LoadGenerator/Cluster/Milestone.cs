using System.Collections.Concurrent;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.LoadGenerator.Cluster;

/// <summary>Notes when each object of a kind was first seen in a certain state.</summary>
/// <typeparam name="T">The kind.</typeparam>
internal sealed class Milestone<T> : IDisposable
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly ConcurrentDictionary<string, long> _reached = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<T?, T?, string?> _reachedBy;
    private readonly int _expected;
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;

    /// <summary>Begins to watch; objects that are there already count too.</summary>
    /// <param name="informer">Where the objects are seen.</param>
    /// <param name="expected">How many objects are to reach it.</param>
    /// <param name="reachedBy">The name of the object that a change (before, after) brought there, or null.</param>
    /// <param name="clock">Source of the timestamps.</param>
    public Milestone(IInformer<T> informer, int expected, Func<T?, T?, string?> reachedBy, TimeProvider clock)
    {
        _expected = expected;
        _reachedBy = reachedBy;
        _clock = clock;
        _subscription = informer.Subscribe(Observe);
    }

    /// <summary>Completes when as many objects as expected have reached it.</summary>
    public Task All => _all.Task;

    /// <summary>Timestamps by name.</summary>
    public IReadOnlyDictionary<string, long> Reached => _reached;

    public void Dispose() => _subscription.Dispose();

    /// <summary>The time from a start to the milestone, for each object that has both.</summary>
    /// <param name="starts">Timestamps by name.</param>
    public IEnumerable<TimeSpan> Since(IReadOnlyDictionary<string, long> starts) =>
        from reached in _reached
        where starts.ContainsKey(reached.Key)
        select _clock.GetElapsedTime(starts[reached.Key], reached.Value);

    private void Observe(T? before, T? after)
    {
        if (_reachedBy(before, after) is { } name && _reached.TryAdd(name, _clock.GetTimestamp()) && _reached.Count >= _expected)
            _all.TrySetResult();
    }
}
