using System.Text.Json.Nodes;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Time;
using Grpc.Core;

namespace ElementalProvider.AgentGateway.Tests.Registration;

/// <summary>Somebody edits the URI of a registration that hosts know already.</summary>
public class MovedRegistrationTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task Hosts_that_know_the_old_address_still_learn_the_new_one_and_speak_for_themselves()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        using ConnectedHost host = await ConnectedHost.StartAsync(api, gateway);
        string moved = host.Registration.Uri.Replace("manager.example.com", "moved.example.com", StringComparison.Ordinal);
        await MoveAsync(host, moved);

        GetRegistrationResponse answer = await UntilMovedAsync(host.Agent, moved);
        using ConnectedHost again = host.ConnectAgain();
        await again.NextAsync();
        TestAgent late = new(gateway, host.Registration, "m-2");

        Assert.Equal(moved, answer.Access.Uri);
        Assert.True((await late.RegisterAsync()).Created);
    }

    [Fact]
    public async Task A_token_for_another_registration_is_worth_nothing_here()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await TestRegistration.CreateAsync(api.Client, await api.CreateNamespaceAsync(), gateway.Clock);
        string elsewhere = registration.Uri.Replace("/registrations/reg", "/registrations/other", StringComparison.Ordinal);
        TestAgent agent = new(gateway, registration, "m-1")
        {
            RegistrationToken = TestRegistration.Sign(registration.KeyPem, elsewhere, gateway.Clock.GetUtcNow().AddHours(1)),
        };

        RpcException refusal = await Assert.ThrowsAsync<RpcException>(agent.GetRegistrationAsync);

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Contains("/registrations/reg", refusal.Status.Detail, StringComparison.Ordinal);
    }

    private Task<ElementalRegistration> MoveAsync(ConnectedHost host, string uri) => api.Client.Resource<ElementalRegistration>().PatchAsync(
        host.Registration.Key.Namespace,
        host.Registration.Key.Name,
        Patch.Merge(JsonNode.Parse(
            """{"spec":{"config":{"elemental":{"registration":{"uri":"URI"}}}}}""".Replace("URI", uri, StringComparison.Ordinal))!.AsObject()));

    private static async Task<GetRegistrationResponse> UntilMovedAsync(TestAgent agent, string uri)
    {
        GetRegistrationResponse? answer = null;
        await Eventually.TrueAsync(async () => (answer = await agent.GetRegistrationAsync()).Access.Uri == uri);
        return answer!;
    }
}
