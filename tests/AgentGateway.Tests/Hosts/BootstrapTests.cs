using System.Text;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Hosts;

public class BootstrapTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Theory]
    [InlineData(null, "cloud-config")]
    [InlineData("ignition", "ignition")]
    public async Task H4_A_claimed_host_gets_its_bootstrap_data(string? format, string expected)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await CreateSecretAsync(host, "boot", format);
        await host.ClaimAsync();
        await host.NextAsync();

        GetBootstrapResponse response = await host.Agent.GetBootstrapAsync();

        Assert.Equal((expected, "#cloud-config secret"), (response.Format, response.Data.ToStringUtf8()));
        Assert.Equal(1, gateway.Requests["get secrets"] - 1);
    }

    [Fact]
    public async Task I2_Nobody_else_gets_it()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await CreateSecretAsync(host, "boot");
        await host.ClaimAsync();
        await host.NextAsync();
        TestAgent neighbour = new(gateway, host.Registration, "m-2");
        await neighbour.RegisterAsync();
        TestAgent impostor = new(gateway, host.Registration, "m-1");

        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => neighbour.GetBootstrapAsync())).StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => impostor.GetBootstrapAsync())).StatusCode);
    }

    [Fact]
    public async Task It_is_there_only_while_it_is_needed()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await RefusedAsync("no machine has claimed it");
        await host.ClaimAsync("missing");
        await host.NextAsync();
        await RefusedAsync("does not exist");
        await host.LabelAsync(HostLabels.Bootstrapped, "true");
        await host.NextAsync();
        await RefusedAsync("bootstrapped already");
        await host.LabelAsync(HostLabels.NeedsReset, "true");
        await host.NextAsync();
        await RefusedAsync("it has to be reset");

        async Task RefusedAsync(string why)
        {
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => host.Agent.GetBootstrapAsync());
            Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
            Assert.Contains(why, refusal.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(ClusterApiGroup.PausedAnnotation, false, "it is paused")]
    [InlineData(ClusterApiGroup.DeleteForMoveAnnotation, false, "it is being moved")]
    [InlineData(null, true, "its Cluster c1 is paused")]
    [InlineData(null, false, null)]
    public void B7_A_host_that_is_held_back_gets_none(string? annotation, bool isClusterPaused, string? why)
    {
        ElementalHost host = SampleObjects.Host().Claimed();
        host = annotation is null ? host : host.Annotated(annotation);

        string? refusal = BootstrapData.WhyNone(host, SampleObjects.Cluster(isClusterPaused));

        if (why is null)
            Assert.Null(refusal);
        else
            Assert.StartsWith(why, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B7_A_pause_withholds_it_and_the_end_of_the_pause_gives_it()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        await CreateSecretAsync(host, "boot");
        await host.ClaimAsync();
        Assert.True((await host.NextAsync()).BootstrapAvailable);
        await host.PatchAsync($$"""{"metadata":{"annotations":{"{{ClusterApiGroup.PausedAnnotation}}":""} } }""");
        Assert.False((await host.NextAsync()).BootstrapAvailable);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => host.Agent.GetBootstrapAsync());
        await host.PatchAsync($$"""{"metadata":{"annotations":{"{{ClusterApiGroup.PausedAnnotation}}":null} } }""");
        Assert.True((await host.NextAsync()).BootstrapAvailable);

        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
        Assert.EndsWith("it is paused", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("#cloud-config secret", (await host.Agent.GetBootstrapAsync()).Data.ToStringUtf8());
    }

    private async Task CreateSecretAsync(ConnectedHost host, string name, string? format = null)
    {
        Dictionary<string, byte[]> data = new() { ["value"] = Encoding.UTF8.GetBytes("#cloud-config secret") };
        if (format is not null)
            data["format"] = Encoding.UTF8.GetBytes(format);
        await api.Client.Resource<V1Secret>().CreateAsync(new V1Secret
        {
            Metadata = new V1ObjectMeta { NamespaceProperty = host.Registration.Key.Namespace, Name = name },
            Type = "cluster.x-k8s.io/secret",
            Data = data,
        });
    }
}
