using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Testing.Time;
using Google.Rpc;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Overload;

public class CrowdTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    private const int AtWorkAndWaiting = 1 + 2;
    private const int TooMany = 9;

    [Fact]
    public async Task A_crowd_is_served_as_far_as_it_can_be_and_the_rest_is_told_when_to_come_back()
    {
        using GatedNetwork network = new(api);
        await using TestGateway gateway = await TestGateway.StartAsync(
            api, network: network, door: new WorkDoor(new DoorLimits { AtWork = 1, Waiting = 2 }, TimeProvider.System));
        TestRegistration registration = await TestRegistration.CreateAsync(api.Client, await api.CreateNamespaceAsync(), gateway.Clock);
        // The connection is there, and the client knows how many calls it bears.
        await new TestAgent(gateway, registration, "first").GetRegistrationAsync();
        network.Hold(HttpMethod.Post);

        List<Task<RegisterHostResponse>> all =
            [.. Enumerable.Range(0, AtWorkAndWaiting + TooMany).Select(number => new TestAgent(gateway, registration, $"m-{number}").RegisterAsync())];
        List<Task<RegisterHostResponse>> open = [.. all];
        for (int refused = 0; refused < TooMany; refused++)
        {
            Task<RegisterHostResponse> answered = await Task.WhenAny(open).InTime();
            open.Remove(answered);
            RpcException refusal = await Assert.ThrowsAsync<RpcException>(() => answered);
            Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
            Assert.True(refusal.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        }

        Assert.DoesNotContain(open, registering => registering.IsCompleted);
        network.Release();
        foreach (Task<RegisterHostResponse> registering in open)
            Assert.True((await registering.InTime()).Created);
        Assert.Equal(AtWorkAndWaiting, gateway.Requests["create elementalhosts"]);
    }
}
