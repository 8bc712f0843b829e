namespace ElementalProvider.ControllerRuntime;

/// <summary>
/// News for a controller from outside the informers of its API server, such as from another cluster (what controller-runtime calls a channel
/// source). Keys added before the controller starts are dropped: it looks at every object when it starts.
/// </summary>
public sealed class KeyChannel
{
    private readonly Lock _lock = new();
    private Action<ObjectKey>? _handlers;

    /// <summary>Has a key reconciled. Thread-safe.</summary>
    /// <param name="key">The object that the news concerns.</param>
    public void Add(ObjectKey key)
    {
        Action<ObjectKey>? handlers;
        lock (_lock)
            handlers = _handlers;
        handlers?.Invoke(key);
    }

    internal void Subscribe(Action<ObjectKey> handler)
    {
        lock (_lock)
            _handlers += handler;
    }
}
