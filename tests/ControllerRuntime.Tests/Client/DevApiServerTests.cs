using System.Text.Json.Nodes;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.ControllerRuntime.Tests.Client;

/// <summary>The client against the development API server: TLS, a client certificate and HTTP/2, as against a real one.</summary>
public sealed class DevApiServerTests : IAsyncLifetime
{

    private DevApiServer _server = null!;
    private KubernetesClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await DevApiServer.StartAsync(new DevApiServerOptions());
        _client = new KubernetesClient(ClientConfiguration.Parse(_server.AdminKubeconfig));
        await _client.Resource<V1Namespace>().CreateAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "team" } });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_object_is_created_read_changed_and_deleted()
    {
        IResourceClient<V1ConfigMap> maps = _client.Resource<V1ConfigMap>();
        V1ConfigMap created = await maps.CreateAsync(Map("a", "one"));
        Assert.NotNull(created.Metadata.Uid);

        V1ConfigMap updated = await maps.UpdateAsync(created with { Data = new Dictionary<string, string> { ["k"] = "two" } });
        ApiException conflict = await Assert.ThrowsAsync<ApiException>(() => maps.UpdateAsync(created));
        ApiException exists = await Assert.ThrowsAsync<ApiException>(() => maps.CreateAsync(Map("a", "again")));
        V1ConfigMap patched = await maps.PatchAsync("team", "a", Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["k"] = null, ["l"] = "three" } }));

        Assert.True(conflict.IsConflict);
        Assert.True(exists.IsAlreadyExists);
        Assert.NotEqual(created.Metadata.ResourceVersion, updated.Metadata.ResourceVersion);
        Assert.Equal("three", Assert.Single(patched.Data!).Value);
        Assert.True((await Assert.ThrowsAsync<ApiException>(
            () => maps.DeleteAsync("team", "a", new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = Guid.NewGuid().ToString() } }))).IsConflict);
        Assert.Null(await maps.DeleteAsync("team", "a"));
        Assert.Null(await maps.DeleteAsync("team", "a"));
        Assert.Null(await maps.FindAsync("team", "a"));
    }

    [Fact]
    public async Task What_a_finalizer_holds_is_returned_by_its_deletion_with_its_new_version()
    {
        IResourceClient<V1ConfigMap> maps = _client.Resource<V1ConfigMap>();
        V1ConfigMap held = Map("held", "one");
        held.Metadata.Finalizers = ["example.com/hold"];
        V1ConfigMap created = await maps.CreateAsync(held);

        V1ConfigMap? going = await maps.DeleteAsync("team", "held");

        Assert.NotNull(going?.Metadata.DeletionTimestamp);
        Assert.NotEqual(created.Metadata.ResourceVersion, going.Metadata.ResourceVersion);
        Assert.Equal(going.Metadata.ResourceVersion, (await maps.GetAsync("team", "held")).Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_list_is_paged_and_selected()
    {
        IResourceClient<V1ConfigMap> maps = _client.Resource<V1ConfigMap>();
        for (int number = 0; number < 5; number++)
            await maps.CreateAsync(Map($"c{number}", "v") with { Metadata = new V1ObjectMeta { NamespaceProperty = "team", Name = $"c{number}", Labels = new Dictionary<string, string> { ["odd"] = $"{number % 2}" } } });

        List<string?> names = [];
        KubernetesList<V1ConfigMap> page = await maps.ListAsync("team", new ListOptions { Limit = 2, LabelSelector = "odd=0" });
        names.AddRange(page.Items.Select(item => item.Metadata.Name));
        page = await maps.ListAsync("team", new ListOptions { Limit = 2, LabelSelector = "odd=0", Continue = page.Continue() });
        names.AddRange(page.Items.Select(item => item.Metadata.Name));

        Assert.Equal(["c0", "c2", "c4"], names);
        Assert.Null(page.Continue());
        Assert.Equal("c3", Assert.Single((await maps.ListAsync(null, new ListOptions { FieldSelector = "metadata.name=c3" })).Items).Metadata.Name);
    }

    [Fact]
    public async Task A_watch_tells_every_change_from_the_version_of_the_list_on()
    {
        IResourceClient<V1ConfigMap> maps = _client.Resource<V1ConfigMap>();
        KubernetesList<V1ConfigMap> list = await maps.ListAsync("team");
        await maps.CreateAsync(Map("a", "one"));
        await maps.PatchAsync("team", "a", Patch.Merge(new JsonObject { ["data"] = new JsonObject { ["k"] = "two" } }));
        await maps.DeleteAsync("team", "a");
        using CancellationTokenSource limit = new(Patience.Usual);
        List<string> told = [];
        await foreach (WatchEvent<V1ConfigMap> change in maps.WatchAsync("team", new WatchOptions { ResourceVersion = list.ResourceVersion() }, limit.Token))
        {
            told.Add($"{change.Type} {change.Object.Data?["k"]}");
            if (change.Type == WatchEventType.Deleted)
                break;
        }

        Assert.Equal(["Added one", "Modified two", "Deleted two"], told);
    }

    [Fact]
    public async Task Secrets_and_leases_come_back_as_they_were_sent()
    {
        V1Secret secret = await _client.Resource<V1Secret>().CreateAsync(new V1Secret
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = "team", Name = "s" },
            Type = "cluster.x-k8s.io/secret",
            Data = new Dictionary<string, byte[]> { ["value"] = [0, 255, 10] },
        });
        DateTimeOffset renewed = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(123456);
        V1LeaseSpec spec = new() { HolderIdentity = "me", LeaseDurationSeconds = 15, RenewTime = renewed.UtcDateTime };
        V1Lease lease = await _client.Resource<V1Lease>().CreateAsync(
            new V1Lease { Metadata = new V1ObjectMeta { NamespaceProperty = "team", Name = "l" }, Spec = spec });

        Assert.Equal([0, 255, 10], secret.Data!["value"]);
        Assert.Equal(spec, lease.Spec);
    }

    [Fact]
    public async Task Raw_paths_are_served()
    {
        Assert.Contains("gitVersion", await _client.GetRawAsync("/version"));
        Assert.True((await Assert.ThrowsAsync<ApiException>(() => _client.GetRawAsync("/nothing/here"))).IsNotFound);
    }

    private static V1ConfigMap Map(string name, string value) => new()
    {
        Metadata = new V1ObjectMeta { NamespaceProperty = "team", Name = name },
        Data = new Dictionary<string, string> { ["k"] = value },
    };
}
