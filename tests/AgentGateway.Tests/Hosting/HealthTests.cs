using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Testing.Time;
using Grpc.Core;
using Grpc.Health.V1;

namespace ElementalProvider.AgentGateway.Tests.Hosting;

/// <summary>grpc.health.v1 as load balancers ask for it.</summary>
public class HealthTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Theory]
    [InlineData("")]
    [InlineData("elemental.agent.v1.AgentService")]
    public async Task A_gateway_that_is_ready_serves(string service)
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);

        HealthCheckResponse answer = await gateway.Health.CheckAsync(new HealthCheckRequest { Service = service }).ResponseAsync.InTime();

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    [Fact]
    public async Task A_gateway_whose_caches_are_empty_does_not()
    {
        using StalledNetwork network = new();
        await using TestGateway gateway = await TestGateway.StartAsync(api, network: network, waitUntilReady: false);

        HealthCheckResponse answer = await gateway.Health.CheckAsync(new HealthCheckRequest()).ResponseAsync.InTime();

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, answer.Status);
    }

    [Fact]
    public async Task A_gateway_that_sends_its_hosts_elsewhere_does_not()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        Task stopping = gateway.StopAsync();
        Assert.NotNull((await host.NextAsync()).ReconnectAfter);

        HealthCheckResponse answer = await gateway.Health.CheckAsync(new HealthCheckRequest()).ResponseAsync.InTime();

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.NotServing, answer.Status);
        await host.HangUpAsync();
        await stopping.InTime();
    }

    [Fact]
    public async Task A_service_that_nobody_has_heard_of_is_not_found()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(
            () => gateway.Health.CheckAsync(new HealthCheckRequest { Service = "elemental.nobody" }).ResponseAsync.InTime());

        Assert.Equal(StatusCode.NotFound, refusal.StatusCode);
    }
}
