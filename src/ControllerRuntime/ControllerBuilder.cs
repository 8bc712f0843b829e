using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Hosting;

namespace ElementalProvider.ControllerRuntime;

/// <summary>Says what a controller is for and which changes concern it.</summary>
public sealed class ControllerBuilder
{
    private readonly List<Action<ControllerSources>> _sources = [];
    private ResourceType? _for;

    /// <summary>Makes a builder without any source.</summary>
    /// <param name="name">Name of the controller.</param>
    internal ControllerBuilder(string name) => Name = name;

    internal string Name { get; }

    internal int? Workers { get; private set; }

    /// <summary>The kind that the keys of this controller name. Exactly one, before <see cref="Owns{T}"/>.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    public ControllerBuilder For<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (_for is not null)
            throw new InvalidOperationException($"Controller {Name} is for {_for.Kind} already; a controller is for one kind.");

        _for = KindOf<T>.Type;
        _sources.Add(static sources => sources.For<T>());
        return this;
    }

    /// <summary>Changes of an object concern the object of the <see cref="For{T}"/> kind that controls it (controller owner reference).</summary>
    /// <typeparam name="T">Kind of the owned objects.</typeparam>
    public ControllerBuilder Owns<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ResourceType owner = _for ?? throw new InvalidOperationException($"Controller {Name}: call For before Owns.");
        return Watches<T>(owned => Owners.ControllerOf(owned, owner));
    }

    /// <summary>Changes of an object concern the keys it maps to, before the change and after it.</summary>
    /// <typeparam name="T">Kind of the watched objects.</typeparam>
    /// <param name="map">The keys of the <see cref="For{T}"/> kind that an object concerns.</param>
    public ControllerBuilder Watches<T>(Func<T, IEnumerable<ObjectKey>> map)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        Watches<T>((before, after) => (before is null ? [] : map(before)).Union(after is null ? [] : map(after)));

    /// <summary>As the other overload, for who needs to see what changed.</summary>
    /// <typeparam name="T">Kind of the watched objects.</typeparam>
    /// <param name="map">The keys that a change concerns; before is null for new objects, after for deleted ones.</param>
    public ControllerBuilder Watches<T>(Func<T?, T?, IEnumerable<ObjectKey>> map)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _sources.Add(sources => sources.Watch(map));
        return this;
    }

    /// <summary>As the other overloads, for maps that look up the concerned objects in an index.</summary>
    /// <typeparam name="T">Kind of the watched objects.</typeparam>
    /// <typeparam name="TIndexed">Kind of the objects that are looked up.</typeparam>
    /// <param name="map">The keys that a change concerns; before is null for new objects, after for deleted ones.</param>
    public ControllerBuilder Watches<T, TIndexed>(Func<T?, T?, IStore<TIndexed>, IEnumerable<ObjectKey>> map)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TIndexed : class, IKubernetesObject<V1ObjectMeta>
    {
        _sources.Add(sources =>
        {
            IStore<TIndexed> store = sources.StoreOf<TIndexed>();
            sources.Watch<T>((before, after) => map(before, after, store));
        });
        return this;
    }

    /// <summary>Keys that come through a channel are reconciled.</summary>
    /// <param name="channel">Where the keys come from.</param>
    public ControllerBuilder WatchesChannel(KeyChannel channel)
    {
        _sources.Add(sources => sources.Follow(channel));
        return this;
    }

    /// <summary>How many keys are worked on at once.</summary>
    /// <param name="workers">At least one.</param>
    public ControllerBuilder WithWorkers(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Workers = workers;
        return this;
    }

    /// <summary>Adds an index to the store of a kind. Whoever uses an index adds it; the same one may be added more than once.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="name">Name for <see cref="IStore{T}.ByIndex"/>.</param>
    /// <param name="values">The values an object is filed under.</param>
    public ControllerBuilder AddIndex<T>(string name, Func<T, IEnumerable<string>> values)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _sources.Add(sources => sources.Index(name, values));
        return this;
    }

    /// <summary>As <see cref="AddIndex{T}"/>, but only of the objects that are ours by the watch filter.</summary>
    /// <typeparam name="T">The kind.</typeparam>
    /// <param name="name">Name for <see cref="IStore{T}.ByIndex"/>.</param>
    /// <param name="values">The values an object is filed under.</param>
    public ControllerBuilder AddIndexOfOurs<T>(string name, Func<T, IEnumerable<string>> values)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        _sources.Add(sources => sources.IndexOurs(name, values));
        return this;
    }

    internal void Bind(ControllerSources sources)
    {
        if (_for is null)
            throw new InvalidOperationException($"Controller {Name} has no kind; call For.");

        foreach (Action<ControllerSources> source in _sources)
            source(sources);
    }
}
