using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>Informers that know what a test tells them.</summary>
internal sealed class ScriptedInformers : IInformers
{
    public ScriptedInformer<ElementalHost> Hosts { get; } = new();

    public ScriptedInformer<Cluster> Clusters { get; } = new();

    public ScriptedInformer<ElementalRegistration> Registrations { get; } = new();

    public IInformer<T> Get<T>()
        where T : class, IKubernetesObject<V1ObjectMeta> => (IInformer<T>)(object)(typeof(T) switch
        {
            var type when type == typeof(Cluster) => Clusters,
            var type when type == typeof(ElementalRegistration) => Registrations,
            _ => (object)Hosts,
        });

    public IInformer<T> Get<T>(InformerOptions options)
        where T : class, IKubernetesObject<V1ObjectMeta> => Get<T>();
}

/// <summary>Objects of one kind; counts how often one is looked up.</summary>
internal sealed class ScriptedInformer<T> : IInformer<T>, IStore<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly List<Action<T?, T?>> _handlers = [];

    public int Finds { get; private set; }

    public IStore<T> Store => this;

    public Task Synced => Task.CompletedTask;

    public int Count => _objects.Count;

    public void Set(T changed)
    {
        ObjectKey key = ObjectKey.Of(changed);
        T? before = _objects.GetValueOrDefault(key);
        _objects[key] = changed;
        foreach (Action<T?, T?> handler in _handlers)
            handler(before, changed);
    }

    public T? Find(ObjectKey key)
    {
        Finds++;
        return _objects.GetValueOrDefault(key);
    }

    public IReadOnlyCollection<T> List() => _objects.Values;

    public IDisposable Subscribe(Action<T?, T?> handler)
    {
        _handlers.Add(handler);
        return new Subscription(() => _handlers.Remove(handler));
    }

    public void AddIndex(string name, Func<T, IEnumerable<string>> values) => throw new NotSupportedException("no test looks up by an index");

    public IReadOnlyCollection<T> ByIndex(string index, string value) => throw new NotSupportedException("no test looks up by an index");

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
