namespace ElementalProvider.ControllerRuntime.Events;

/// <summary>
/// Decides what becomes of an event: written new, counted on one that was written before, or left out because its object talks too much.
/// Remembers a bounded number of events and objects. Used by one thread.
/// </summary>
internal sealed class EventCorrelator(TimeProvider timeProvider)
{
    /// <summary>Longer than this after its last occurrence, an event is written anew; the server keeps events for an hour.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>Events an object may have at once, and how fast that allowance comes back (client-go's spam filter).</summary>
    public const int BurstPerObject = 25;
    private const double RatePerObject = 1.0 / 300;
    private const int Remembered = 4096;

    private readonly Dictionary<EventKey, Written> _written = [];
    private readonly Dictionary<(string Kind, string Namespace, string Name), TokenBucket> _allowances = [];

    /// <summary>Whether the object of an event may have one more.</summary>
    public bool Admits(EventKey key)
    {
        if (_allowances.Count >= Remembered)
            _allowances.Clear();

        (string, string, string) about = (key.Kind, key.Namespace, key.Name);
        if (!_allowances.TryGetValue(about, out TokenBucket? allowance))
            _allowances[about] = allowance = new TokenBucket(RatePerObject, BurstPerObject, timeProvider);
        return allowance.TryTake();
    }

    /// <summary>The event to count on, or null where one must be written.</summary>
    public Written? FindRecent(EventKey key) =>
        _written.TryGetValue(key, out Written? known) && timeProvider.GetElapsedTime(known.At) <= Window ? known : null;

    /// <summary>Remembers an event as it was last written.</summary>
    public void Remember(EventKey key, string name, int count)
    {
        if (_written.Count >= Remembered)
            Forget();
        _written[key] = new Written(name, count, timeProvider.GetTimestamp());
    }

    private void Forget()
    {
        // Of what is remembered the older half goes: the repeated ones are the recent ones.
        foreach (EventKey key in _written.OrderBy(entry => entry.Value.At).Take(Remembered / 2).Select(entry => entry.Key).ToList())
            _written.Remove(key);
    }

    /// <summary>An event that the server has.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Count">How often it happened so far.</param>
    /// <param name="At">Timestamp of the last write.</param>
    internal sealed record Written(string Name, int Count, long At);
}
