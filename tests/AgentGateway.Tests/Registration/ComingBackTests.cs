using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;
using Grpc.Core;
using Wire = ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Tests.Registration;

public class ComingBackTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task A_host_that_was_detached_is_told_to_reset_before_anything_else()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost before = await ConnectedHost.StartAsync(api, gateway);
        await ServeAsync(before);
        await RememberAsync(before);
        await LetGoAsync(before);

        Wire.RegisterHostResponse first = await before.Agent.RegisterAsync();
        Wire.RegisterHostResponse again = await before.Agent.RegisterAsync();
        using ConnectedHost after = before.ConnectAgain();
        Wire.HostDirective directive = await after.NextAsync();

        ElementalHost host = await after.GetAsync();
        Assert.Equal((true, false), (first.Created, again.Created));
        Assert.Equal("true", host.Metadata.Labels![HostLabels.NeedsReset]);
        Assert.Equal([Finalizers.Host], host.Metadata.Finalizers);
        Assert.True(directive is { NeedsReset: true, BootstrapAvailable: false, ProviderId: "" });
    }

    [Fact]
    public async Task Nothing_of_its_former_life_is_left_on_a_host_that_registers_anew()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost before = await ConnectedHost.StartAsync(api, gateway);
        ElementalHost served = await ServeAsync(before);
        await LetGoAsync(before);

        Assert.True((await before.Agent.RegisterAsync()).Created);

        ElementalHost host = await before.GetAsync();
        Assert.NotEqual(served.Metadata.Uid, host.Metadata.Uid);
        Assert.Equal(["rack", "site"], host.Metadata.Labels!.Keys.Order());
        Assert.Equal(new ElementalHostSpec { PubKey = before.Agent.PublicKey }, host.Spec);
        Assert.Null(host.Status);
    }

    [Fact]
    public async Task Last_words_about_a_host_that_is_gone_are_not_put_on_the_next_one_of_its_name()
    {
        using GatedNetwork network = new(api);
        await using TestGateway gateway = await TestGateway.StartAsync(api, network: network);
        using ConnectedHost before = await ConnectedHost.StartAsync(api, gateway);
        TestAgent other = new(gateway, before.Registration, before.Agent.Name);

        network.Hold();
        await before.ReportAsync(SampleReports.Ready());
        await network.ArrivedAsync();
        await LetGoAsync(before);
        Assert.True((await other.RegisterAsync()).Created);
        Task stopping = gateway.StopAsync();
        network.Release();
        await stopping.InTime();

        ElementalHost host = await before.GetAsync();
        Assert.Equal(other.PublicKey, host.Spec!.PubKey);
        Assert.False(host.Metadata.Labels!.ContainsKey(HostLabels.Installed));
        Assert.Null(host.Status);
    }

    private static async Task<ElementalHost> ServeAsync(ConnectedHost host)
    {
        await host.ClaimAsync();
        await host.ReportAsync(SampleReports.Ready() with { Bootstrapped = true });
        return await host.UntilAsync(seen => seen.Metadata.Labels!.ContainsKey(HostLabels.Bootstrapped) && seen.Status is not null);
    }

    // As the host controller does when a person detaches a host: it remembers first, then lets go.
    private async Task RememberAsync(ConnectedHost host)
    {
        IResourceClient<ElementalRegistration> registrations = api.Client.Resource<ElementalRegistration>();
        ElementalRegistration registration = await registrations.GetAsync(host.Registration.Key.Namespace, host.Registration.Key.Name);
        await registrations.PatchAsync(
            registration,
            registration with
            {
                Metadata = DetachedHosts.Remember(registration.Metadata, new DetachedHost
                {
                    Name = host.Agent.Name,
                    KeyHash = DetachedHosts.KeyHashOf(host.Agent.PublicKey)!,
                    Why = "alice: the board is dead",
                    At = SampleObjects.Now,
                })!,
            },
            "test");
    }

    private async Task LetGoAsync(ConnectedHost host)
    {
        await host.PatchAsync("""{"metadata":{"finalizers":null}}""");
        await api.Client.Resource<ElementalHost>().DeleteAsync(host.Registration.Key.Namespace, host.Agent.Name);
        Assert.Equal(StatusCode.NotFound, (await host.EndAsync()).StatusCode);
    }

    [Fact]
    public async Task A_host_that_serves_comes_back_as_an_orphan_and_is_neither_free_nor_reset()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost before = await ConnectedHost.StartAsync(api, gateway);
        await ServeAsync(before);
        await LetGoAsync(before);

        await before.Agent.RegisterAsync(request => request.Serves = new Wire.Serving { Machine = "em-1", Cluster = "c1", BootId = "b1" });
        using ConnectedHost after = before.ConnectAgain();

        Assert.False((await after.NextAsync()).NeedsReset);
        ElementalHost host = await after.GetAsync();
        Assert.Equal(new HostOrphan { MachineName = "em-1", ClusterName = "c1", BootId = "b1" }, host.Spec!.OrphanOf);
        Assert.Equal(HostAvailability.Orphaned, host.Availability());
    }

    [Fact]
    public async Task T14_A_source_that_is_moving_takes_nobody_back_and_says_when_to_come_again()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost before = await ConnectedHost.StartAsync(api, gateway);
        ElementalRegistration registration = await api.Client.Resource<ElementalRegistration>().GetAsync(before.Registration.Key.Namespace, "reg");
        await api.Client.Resource<ElementalRegistration>().PatchAsync(
            registration,
            registration with { Metadata = registration.Metadata with { Annotations = new Dictionary<string, string> { [RegistrationAnnotations.Moving] = registration.Metadata.Uid! } } },
            "test");
        await before.PatchAsync("""{"metadata":{"annotations":{"clusterctl.cluster.x-k8s.io/delete-for-move":""}}}""");
        await api.Client.Resource<ElementalHost>().DeleteAsync(before.Registration.Key.Namespace, "m-1");
        await before.PatchAsync("""{"metadata":{"finalizers":null}}""");

        Assert.Equal(StatusCode.Unavailable, (await before.EndAsync()).StatusCode);
        RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => before.Agent.RegisterAsync());
        Assert.Equal((StatusCode.Unavailable, "5"), (refusal.StatusCode, refusal.Trailers.GetValue("retry-after")));
        Assert.Contains("being moved to another management cluster", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_connected_is_told_of_the_new_token_and_of_further_addresses()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        ElementalRegistration registration = await api.Client.Resource<ElementalRegistration>().GetAsync(host.Registration.Key.Namespace, "reg");
        RegistrationConfig config = registration.Spec!.Config!;
        RegistrationEndpoint changed = config.Elemental!.Registration! with { Token = "another", Endpoints = [new GatewayAddress { Url = "https://target:9443" }] };
        await api.Client.Resource<ElementalRegistration>().PatchAsync(
            registration,
            registration with { Spec = registration.Spec with { Config = config with { Elemental = config.Elemental with { Registration = changed } } } },
            "test");

        Wire.HostDirective directive = await host.NextAsync();
        while (directive.Registration?.Token != "another")
            directive = await host.NextAsync();

        Assert.Equal("https://target:9443", Assert.Single(directive.Registration.Endpoints).Url);
    }
}
