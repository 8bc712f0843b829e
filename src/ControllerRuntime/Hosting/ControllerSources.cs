using ElementalProvider.ControllerRuntime.Queue;

namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>Connects informers to the queue of one controller.</summary>
/// <param name="informers">Where informers come from.</param>
/// <param name="queue">Where keys go.</param>
/// <param name="watchFilter">Value of the watch-filter label that objects must have, or null.</param>
internal sealed class ControllerSources(IInformers informers, WorkQueue<ObjectKey> queue, string? watchFilter)
{
    /// <summary>The label that shares the objects of a cluster among several instances of one provider.</summary>
    public const string WatchFilterLabel = "cluster.x-k8s.io/watch-filter";

    private readonly List<Task> _synced = [];

    /// <summary>Completes when all caches of the controller are filled.</summary>
    public Task Synced => Task.WhenAll(_synced);

    /// <summary>Whether the object of a key is ours to reconcile; one that is gone is.</summary>
    public Func<ObjectKey, bool> Admits { get; private set; } = static _ => true;

    public void For<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        IInformer<T> informer = Watch<T>(static (before, after) => [ObjectKey.Of((after ?? before)!)]);
        if (!string.IsNullOrEmpty(watchFilter))
            Admits = key => informer.Store.Find(key) is not { } item || IsOurs(item);
    }

    public IInformer<T> Watch<T>(Func<T?, T?, IEnumerable<ObjectKey>> map)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        IInformer<T> informer = informers.Get<T>();
        _synced.Add(informer.Synced);
        informer.Subscribe((before, after) =>
        {
            // The first fill of a cache is no news; what changes meanwhile goes first.
            WorkPriority priority = informer.Synced.IsCompleted ? WorkPriority.Normal : WorkPriority.Low;
            foreach (ObjectKey key in map(before, after))
                queue.Add(key, priority);
        });
        return informer;
    }

    public IStore<T> StoreOf<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        IInformer<T> informer = informers.Get<T>();
        _synced.Add(informer.Synced);
        return informer.Store;
    }

    public void Follow(KeyChannel channel) => channel.Subscribe(key => queue.Add(key, WorkPriority.Normal));

    public void Index<T>(string name, Func<T, IEnumerable<string>> values)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        IInformer<T> informer = informers.Get<T>();
        _synced.Add(informer.Synced);
        informer.AddIndex(name, values);
    }

    public void IndexOurs<T>(string name, Func<T, IEnumerable<string>> values)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Index<T>(name, item => IsOurs(item) ? values(item) : []);

    private bool IsOurs<T>(T item)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        string.IsNullOrEmpty(watchFilter) || item.GetLabel(WatchFilterLabel) == watchFilter;
}
