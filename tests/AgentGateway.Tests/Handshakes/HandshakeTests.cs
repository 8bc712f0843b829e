using System.Net.Sockets;
using ElementalProvider.AgentGateway.Handshakes;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.AgentGateway.Tests.Handshakes;

public class HandshakeTests(ElementalApi api) : IClassFixture<ElementalApi>
{
    [Fact]
    public async Task Connections_that_say_nothing_or_nonsense_do_not_keep_agents_out()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await TestRegistration.CreateAsync(api.Client, await api.CreateNamespaceAsync(), gateway.Clock);
        List<TcpClient> strangers = [];
        for (int i = 0; i < Environment.ProcessorCount * 64; i++)
        {
            TcpClient stranger = new();
            strangers.Add(stranger);
            await stranger.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
            if (i % 2 == 0)
                await stranger.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        }

        Assert.True((await new TestAgent(gateway, registration, "m-1").RegisterAsync()).Created);

        foreach (TcpClient stranger in strangers)
            stranger.Dispose();
    }

    [Fact]
    public async Task Connections_that_stop_in_the_middle_of_the_handshake_do_not_keep_agents_out()
    {
        await using TestGateway gateway = await TestGateway.StartAsync(api);
        TestRegistration registration = await TestRegistration.CreateAsync(api.Client, await api.CreateNamespaceAsync(), gateway.Clock);
        byte[] hello = await Hello.BytesAsync();
        List<TcpClient> strangers = [];
        // Each of them computes its part of a handshake and then waits for theirs: twice as many as have a turn at a time.
        for (int i = 0; i < new HandshakeLimits().Turns * 2; i++)
        {
            TcpClient stranger = new();
            strangers.Add(stranger);
            await stranger.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
            await stranger.GetStream().WriteAsync(hello);
        }

        Task<RegisterHostResponse> registering = new TestAgent(gateway, registration, "m-1").RegisterAsync();
        // The turns of two rows of strangers pass, and little more: what an agent may take is far longer.
        await Eventually.TrueAsync(() =>
        {
            gateway.Clock.Advance(new HandshakeLimits().Turn / 25);
            return Task.FromResult(registering.IsCompleted);
        });

        Assert.True((await registering).Created);
        foreach (TcpClient stranger in strangers)
            stranger.Dispose();
    }
}
