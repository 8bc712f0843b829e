using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.DevCluster.ClusterApi;
using ElementalProvider.DevCluster.Setup;
using ElementalProvider.Testing.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.Tests.Setup;

/// <summary>How long the story and a person's <c>up</c> wait: as long as something new happens.</summary>
public sealed class ClusterViewTests : IAsyncLifetime
{
    private const string Label = "flag";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();
    private DevApiServer _server = null!;
    private KubernetesClient _client = null!;
    private ClusterView _view = null!;

    public async Task InitializeAsync()
    {
        _server = await DevApiServer.StartAsync(new DevApiServerOptions());
        KubernetesClientConfiguration configuration = ClientConfiguration.Parse(_server.AdminKubeconfig);
        _client = new KubernetesClient(configuration);
        await Definitions.InstallAsync(
            _client, Definitions.OfClusterApi().Concat(Definitions.InFolder(Programs.Definitions(null))), CancellationToken.None);
        _view = await ClusterView.StartAsync(configuration, NullLoggerFactory.Instance, _clock, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _view.DisposeAsync();
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_wait_lasts_as_long_as_there_is_something_new()
    {
        Task waiting = WaitInVainAsync();
        foreach (string name in (string[])["a", "b", "c"])
        {
            await _clock.UntilTimerAsync(Limit).InTime();
            _clock.Advance(Limit - TimeSpan.FromSeconds(1));
            await CreateAsync(name);
        }

        await _clock.UntilTimerAsync(Limit).InTime();
        Assert.False(waiting.IsCompleted);
        _clock.Advance(Limit);
        await AssertGivenUpAsync(waiting);
    }

    [Fact]
    public async Task What_comes_back_is_nothing_new()
    {
        Cluster cluster = await CreateAsync("a");
        await SeenAsync(seen => !seen.HasLabel(Label));
        Cluster labelled = await PatchAsync(cluster, cluster.WithLabels(KeyValuePair.Create(Label, "up")));
        await SeenAsync(seen => seen.HasLabel(Label));

        Task waiting = WaitInVainAsync();
        await _clock.UntilTimerAsync(Limit).InTime();
        _clock.Advance(TimeSpan.FromSeconds(9));
        Cluster again = await PatchAsync(labelled, labelled.WithMetadata(labelled.Metadata with { Labels = null }));
        await SeenAsync(seen => !seen.HasLabel(Label));
        await PatchAsync(again, again.WithLabels(KeyValuePair.Create(Label, "up")));
        await SeenAsync(seen => seen.HasLabel(Label));
        _clock.Advance(TimeSpan.FromSeconds(1));

        await AssertGivenUpAsync(waiting);
    }

    private Task WaitInVainAsync() => _view.UntilAsync("the end of days", static () => false, Limit, CancellationToken.None);

    private static async Task AssertGivenUpAsync(Task waiting)
    {
        DevClusterException exception = await Assert.ThrowsAsync<DevClusterException>(() => waiting.InTime());
        Assert.Equal("Waited for the end of days, and nothing new happened for 10 s.", exception.Message);
    }

    // By the clock of the machine: this wait must leave none of its timers on the other one.
    private Task SeenAsync(Predicate<Cluster> expected) =>
        Eventually.TrueAsync(() => Task.FromResult(_view.Clusters.List().Any(cluster => expected(cluster))));

    private Task<Cluster> CreateAsync(string name) => _client.Resource<Cluster>().CreateAsync(
        new Cluster { Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default" }, Spec = new ClusterSpec() });

    private Task<Cluster> PatchAsync(Cluster before, Cluster after) => _client.Resource<Cluster>().PatchAsync(before, after, "test");
}
