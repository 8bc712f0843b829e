namespace ElementalProvider.ControllerRuntime;

/// <summary>Keeps a store of one kind in step with the API server and tells others of every change.</summary>
/// <typeparam name="T">The kind.</typeparam>
public interface IInformer<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>What is known.</summary>
    IStore<T> Store { get; }

    /// <summary>Completes when the first list has arrived.</summary>
    Task Synced { get; }

    /// <summary>Adds an index; only before the informer starts.</summary>
    /// <param name="name">Name for <see cref="IStore{T}.ByIndex"/>.</param>
    /// <param name="values">The values an object is filed under.</param>
    void AddIndex(string name, Func<T, IEnumerable<string>> values);

    /// <summary>
    /// Calls a handler for every change, in order, with the object before and after (null where there is none). Objects already known are
    /// reported as added first. Handlers must be quick: they map the object to keys.
    /// </summary>
    /// <param name="handler">Called with (before, after).</param>
    /// <returns>Ends the subscription when disposed.</returns>
    IDisposable Subscribe(Action<T?, T?> handler);
}
