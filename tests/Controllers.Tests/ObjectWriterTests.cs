using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.Controllers.Tests;

public sealed class ObjectWriterTests
{
    private static readonly ElementalHost Leaving = Given.Host("h1") with
    {
        Metadata = Given.Meta("h1") with { ResourceVersion = "5", DeletionTimestamp = Given.Now.UtcDateTime, Finalizers = [Finalizers.Host] },
    };

    [Fact]
    public async Task Of_an_object_whose_end_was_told_before_the_answer_to_the_last_write_nothing_is_kept()
    {
        ToldHosts hosts = new(Leaving);
        using ObjectWriter<ElementalHost> writer = new(hosts, hosts);
        hosts.Patched = () =>
        {
            hosts.Tell(Leaving, after: null);
            return Version(Leaving, "6");
        };

        await writer.RemoveFinalizerAsync(Leaving, Finalizers.Host, CancellationToken.None);

        Assert.Equal(0, writer.Ahead);
        Assert.Null(writer.Find(ObjectKey.Of(Leaving)));
    }

    [Fact]
    public async Task What_was_written_stands_in_until_the_cache_has_caught_up()
    {
        ToldHosts hosts = new(Leaving);
        using ObjectWriter<ElementalHost> writer = new(hosts, hosts);
        ElementalHost written = Leaving.WithMetadata(Leaving.Metadata with { ResourceVersion = "6", Finalizers = [Finalizers.Host, "example.com/other"] });
        hosts.Patched = () => written;

        await writer.PatchAsync(Leaving, written, CancellationToken.None);
        Assert.Same(written, writer.Find(ObjectKey.Of(Leaving)));

        ElementalHost newer = Version(Leaving, "7");
        hosts.Tell(Leaving, newer);
        Assert.Equal(0, writer.Ahead);
        Assert.Same(newer, writer.Find(ObjectKey.Of(Leaving)));
    }

    [Fact]
    public async Task What_a_write_has_ended_is_gone_before_the_cache_says_so_although_the_answer_has_no_newer_version()
    {
        ToldHosts hosts = new(Leaving);
        using ObjectWriter<ElementalHost> writer = new(hosts, hosts);
        hosts.Patched = () => Leaving with { Metadata = Leaving.Metadata with { Finalizers = [] } };

        await writer.RemoveFinalizerAsync(Leaving, Finalizers.Host, CancellationToken.None);
        Assert.Null(writer.Find(ObjectKey.Of(Leaving)));

        hosts.Tell(Leaving, after: null);
        Assert.Equal(0, writer.Ahead);
    }

    [Fact]
    public async Task An_object_that_came_in_the_place_of_one_that_a_write_has_ended_is_seen()
    {
        ToldHosts hosts = new(Leaving);
        using ObjectWriter<ElementalHost> writer = new(hosts, hosts);
        hosts.Patched = () => Leaving with { Metadata = Leaving.Metadata with { Finalizers = [] } };
        await writer.RemoveFinalizerAsync(Leaving, Finalizers.Host, CancellationToken.None);
        ElementalHost next = Given.Host("h1") with { Metadata = Given.Meta("h1") with { ResourceVersion = "9", Uid = "another" } };

        hosts.Tell(Leaving, next);

        Assert.Equal(0, writer.Ahead);
        Assert.Same(next, writer.Find(ObjectKey.Of(next)));
    }

    private static ElementalHost Version(ElementalHost host, string version) =>
        host.WithMetadata(host.Metadata with { ResourceVersion = version });

    /// <summary>One host in a cache that is told of changes when a test says so, and a server that answers patches alone.</summary>
    private sealed class ToldHosts(ElementalHost first) : IKubernetesClient, IInformers, IInformer<ElementalHost>, IStore<ElementalHost>, IResourceClient<ElementalHost>
    {
        private Action<ElementalHost?, ElementalHost?> _handler = static (_, _) => { };
        private ElementalHost? _cached = first;

        public Func<ElementalHost> Patched { get; set; } = static () => throw new InvalidOperationException("No answer was prepared.");

        public Uri Server => throw NotUsed();

        public IStore<ElementalHost> Store => this;

        public Task Synced => Task.CompletedTask;

        public int Count => throw NotUsed();

        public void Tell(ElementalHost? before, ElementalHost? after)
        {
            _cached = after;
            _handler(before, after);
        }

        public IInformer<T> Get<T>()
            where T : class, IKubernetesObject<V1ObjectMeta> => (IInformer<T>)(object)this;

        public IInformer<T> Get<T>(InformerOptions options)
            where T : class, IKubernetesObject<V1ObjectMeta> => throw NotUsed();

        public IResourceClient<T> Resource<T>()
            where T : class, IKubernetesObject<V1ObjectMeta> => (IResourceClient<T>)(object)this;

        public ElementalHost? Find(ObjectKey key) => _cached;

        public IDisposable Subscribe(Action<ElementalHost?, ElementalHost?> handler)
        {
            _handler = handler;
            return new CancellationTokenSource();
        }

        public Task<ElementalHost> PatchAsync(
            string? namespaceName, string name, V1Patch patch, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(Patched());

        public void AddIndex(string name, Func<ElementalHost, IEnumerable<string>> values) => throw NotUsed();

        public IReadOnlyCollection<ElementalHost> List() => throw NotUsed();

        public IReadOnlyCollection<ElementalHost> ByIndex(string index, string value) => throw NotUsed();

        public Task<string> GetRawAsync(string path, CancellationToken cancellationToken = default) => throw NotUsed();

        public Task<ElementalHost> GetAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

        public Task<ElementalHost?> FindAsync(string? namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

        public Task<KubernetesList<ElementalHost>> ListAsync(
            string? namespaceName = null, ListOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

        public IAsyncEnumerable<WatchEvent<ElementalHost>> WatchAsync(
            string? namespaceName = null, WatchOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

        public Task<ElementalHost> CreateAsync(ElementalHost resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
            throw NotUsed();

        public Task<ElementalHost> UpdateAsync(ElementalHost resource, WriteOptions? options = null, CancellationToken cancellationToken = default) =>
            throw NotUsed();

        public Task<V1Scale> GetScaleAsync(string namespaceName, string name, CancellationToken cancellationToken = default) => throw NotUsed();

        public Task<V1Scale> SetScaleAsync(string namespaceName, string name, int replicas, CancellationToken cancellationToken = default) =>
            throw NotUsed();

        public Task<ElementalHost?> DeleteAsync(
            string? namespaceName, string name, V1DeleteOptions? options = null, CancellationToken cancellationToken = default) => throw NotUsed();

        public void Dispose()
        {
        }

        private static NotSupportedException NotUsed() => new("A writer has no business with this.");
    }
}
