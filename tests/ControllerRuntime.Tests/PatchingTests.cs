using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime.Tests.Support;
using ElementalProvider.Kubernetes;
using ElementalProvider.Kubernetes.Core;

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
        Node before = await NodeAsync();
        Node after = before with
        {
            Metadata = before.Metadata with { Finalizers = null, Generation = 99, Labels = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } },
            Spec = new NodeSpec { ProviderID = "p" },
            Status = new NodeStatus { Addresses = [new NodeAddress { Type = "Hostname", Address = "x" }] },
        };

        Node newest = await _client.Resource<Node>().PatchAsync(before, after, "tester");

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
        Node before = await NodeAsync();
        Node after = before with { Spec = null, Status = new NodeStatus { NodeInfo = new NodeSystemInfo { BootID = "b" } } };
        _server.Interceptor = context =>
        {
            // The server serves one document for both; the address says which part is meant.
            context.Request.Path = context.Request.Path.Value!.Replace("/status", "");
            return Task.FromResult(false);
        };

        await _client.Resource<Node>().PatchStatusAsync(before, after, "tester");

        Assert.Equal(
            Expected("""{"status":{"nodeInfo":{"bootID":"b"},"addresses":null},"metadata":{"resourceVersion":"VERSION"}}""", before),
            _server.Requests[^1].Body);
        Assert.Equal("/api/v1/nodes/n/status?fieldManager=tester", _server.Requests[^1].Target);
    }

    [Fact]
    public async Task Nothing_is_sent_where_nothing_changes()
    {
        Node before = await NodeAsync();
        int requests = _server.Requests.Count;

        Node same = await _client.Resource<Node>().PatchAsync(before, before with { Metadata = before.Metadata with { ResourceVersion = "0" } }, "tester");
        await _client.Resource<Node>().PatchStatusAsync(before, before with { Status = new NodeStatus { Addresses = [] } }, "tester");

        Assert.Same(before, same);
        Assert.Equal(requests, _server.Requests.Count);
    }

    [Fact]
    public async Task Whoever_decided_on_an_old_state_gets_a_conflict()
    {
        Node before = await NodeAsync();
        _server.Put("nodes", "", "n");

        KubernetesException refusal = await Assert.ThrowsAsync<KubernetesException>(
            () => _client.Resource<Node>().PatchAsync(before, before with { Spec = null }, "tester"));

        Assert.True(refusal.IsConflict);
    }

    [Fact]
    public async Task An_object_without_a_name_cannot_be_patched() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _client.Resource<Node>().PatchAsync(
            new Node { Metadata = new ObjectMeta() }, new Node { Metadata = new ObjectMeta(), Spec = new NodeSpec { ProviderID = "p" } }, "tester"));

    private static string Expected(string patch, Node before) => patch.Replace("VERSION", before.Metadata.ResourceVersion);

    private Task<Node> NodeAsync() => _client.Resource<Node>().GetAsync(null, "n");
}
