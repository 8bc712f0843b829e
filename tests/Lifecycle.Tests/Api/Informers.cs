using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Informers;
using ElementalProvider.Lifecycle.Tests.Simulation;

namespace ElementalProvider.Lifecycle.Tests.Api;

/// <summary>The caches of one process, which follow the API server at the pace that the history gives them.</summary>
internal sealed class Informers(Process process, ApiServer api) : IInformers
{
    private readonly Dictionary<Type, IFollower> _informers = [];

    public IInformer<T> Get<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (!_informers.TryGetValue(typeof(T), out IFollower? known))
            _informers[typeof(T)] = known = new Informer<T>(process, api.StoreOf<T>());
        return (IInformer<T>)known;
    }

    public IInformer<T> Get<T>(InformerOptions options)
        where T : class, IKubernetesObject<V1ObjectMeta> => Get<T>();

    /// <summary>Lists everything, as a process does when it starts, or when its watches have fallen too far behind.</summary>
    public void List() => process.Run(() =>
    {
        foreach (IFollower informer in _informers.Values)
            informer.List();
    });

    /// <summary>Brings the caches up to date, all of them or some.</summary>
    /// <param name="freshness">Which kinds.</param>
    /// <param name="events">How many changes of each at most.</param>
    /// <returns>Whether there was anything new.</returns>
    public bool CatchUp(Freshness freshness, int events = int.MaxValue)
    {
        bool isNew = false;
        process.Run(() =>
        {
            foreach ((Type kind, IFollower informer) in _informers)
            {
                if (freshness.HasFlag(FreshnessOf(kind)))
                    isNew |= informer.CatchUp(events);
            }
        });
        return isNew;
    }

    private static Freshness FreshnessOf(Type kind) => kind == typeof(ElementalHost) ? Freshness.Hosts
        : kind == typeof(ElementalMachine) ? Freshness.Machines
        : Freshness.Others;

    private interface IFollower
    {
        void List();

        bool CatchUp(int events);
    }

    /// <summary>The product's own cache and dispatcher over the log of the model's server.</summary>
    private sealed class Informer<T>(Process process, Store<T> store) : IInformer<T>, IFollower
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        private readonly ChangeDispatcher<T> _dispatcher = new(process.Logger);
        private readonly TaskCompletionSource _synced = new();
        private int _position;

        public IStore<T> Store => _dispatcher.Store;

        public Task Synced => _synced.Task;

        public void AddIndex(string name, Func<T, IEnumerable<string>> values) => _dispatcher.Store.AddIndex(name, values);

        public IDisposable Subscribe(Action<T?, T?> handler) => _dispatcher.Subscribe(handler);

        public void List()
        {
            _dispatcher.Replace(store.All.ToDictionary(item => ObjectKey.Of(item)));
            _position = store.Log.Count;
            _synced.TrySetResult();
        }

        public bool CatchUp(int events)
        {
            bool isNew = _position < store.Log.Count;
            for (; _position < store.Log.Count && events > 0; _position++, events--)
            {
                (bool isGone, T state) = store.Log[_position];
                if (isGone)
                    _dispatcher.Remove(state);
                else
                    _dispatcher.Set(state);
            }

            return isNew;
        }
    }
}

/// <summary>Which of a process's watches catch up.</summary>
[Flags]
internal enum Freshness
{
    None = 0,
    Hosts = 1,
    Machines = 2,
    Others = 4,
    All = Hosts | Machines | Others,
}
