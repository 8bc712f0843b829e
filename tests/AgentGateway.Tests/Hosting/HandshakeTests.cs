using System.Net.Sockets;
using ElementalProvider.AgentGateway.Tests.Support;

namespace ElementalProvider.AgentGateway.Tests.Hosting;

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
}
