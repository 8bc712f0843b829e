using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Tests.Support;

namespace ElementalProvider.ControllerRuntime.Tests;

public sealed class PatchingTests : IAsyncLifetime
{
    private SmallApiServer _server = null!;
    private KubernetesClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SmallApiServer.StartAsync();
        _client = new KubernetesClient(_server.Configuration);
        _server.Put("nodes", "", "n", """{"metadata":{"labels":{"a":"1"},"finalizers":["f"]},"spec":{"unschedulable":true},"status":{"addresses":[]}}""");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_patch_holds_the_difference_and_the_version_it_is_based_on()
    {
        V1Node before = await NodeAsync();
        V1Node after = before with
        {
            Metadata = before.Metadata with { Finalizers = null, Generation = 99, Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } },
            Spec = new V1NodeSpec { ProviderID = "p" },
            Status = new V1NodeStatus { Addresses = [new V1NodeAddress { Type = "Hostname", Address = "x" }] },
        };

        V1Node newest = await _client.Resource<V1Node>().PatchAsync(before, after, "tester");

        Assert.Equal(
            Expected("""{"metadata":{"labels":{"b":"2"},"finalizers":null,"resourceVersion":"VERSION"},"spec":{"providerID":"p","unschedulable":null}}""", before),
            _server.Requests[^1].Body);
        Assert.Equal("/api/v1/nodes/n?fieldManager=tester", _server.Requests[^1].Target);
        Assert.Equal("p", newest.Spec!.ProviderID);
        Assert.NotEqual(before.Metadata.ResourceVersion, newest.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task The_status_is_patched_through_its_subresource_and_alone()
    {
        V1Node before = await NodeAsync();
        V1Node after = before with { Spec = null, Status = new V1NodeStatus { NodeInfo = new V1NodeSystemInfo { BootID = "b" } } };
        _server.Interceptor = context =>
        {
            // The server serves one document for both; the address says which part is meant.
            context.Request.Path = context.Request.Path.Value!.Replace("/status", "");
            return Task.FromResult(false);
        };

        await _client.Resource<V1Node>().PatchStatusAsync(before, after, "tester");

        Assert.Equal(
            Expected("""{"status":{"nodeInfo":{"bootID":"b"},"addresses":null},"metadata":{"resourceVersion":"VERSION"}}""", before),
            _server.Requests[^1].Body);
        Assert.Equal("/api/v1/nodes/n/status?fieldManager=tester", _server.Requests[^1].Target);
    }

    [Fact]
    public async Task Nothing_is_sent_where_nothing_changes()
    {
        V1Node before = await NodeAsync();
        int requests = _server.Requests.Count;

        V1Node same = await _client.Resource<V1Node>().PatchAsync(before, before with { Metadata = before.Metadata with { ResourceVersion = "0" } }, "tester");
        await _client.Resource<V1Node>().PatchStatusAsync(before, before with { Status = new V1NodeStatus { Addresses = [] } }, "tester");

        Assert.Same(before, same);
        Assert.Equal(requests, _server.Requests.Count);
    }

    [Fact]
    public async Task Whoever_decided_on_an_old_state_gets_a_conflict()
    {
        V1Node before = await NodeAsync();
        _server.Put("nodes", "", "n");

        ApiException refusal = await Assert.ThrowsAsync<ApiException>(
            () => _client.Resource<V1Node>().PatchAsync(before, before with { Spec = null }, "tester"));

        Assert.True(refusal.IsConflict);
    }

    [Fact]
    public async Task An_object_without_a_name_cannot_be_patched() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _client.Resource<V1Node>().PatchAsync(
            new V1Node { Metadata = new V1ObjectMeta() }, new V1Node { Metadata = new V1ObjectMeta(), Spec = new V1NodeSpec { ProviderID = "p" } }, "tester"));

    private static string Expected(string patch, V1Node before) => patch.Replace("VERSION", before.Metadata.ResourceVersion);

    private Task<V1Node> NodeAsync() => _client.Resource<V1Node>().GetAsync(null, "n");
}
