using System.Net;
using System.Net.Sockets;
using ElementalProvider.Manager.Tests.Support;
using ElementalProvider.Testing;

namespace ElementalProvider.Manager.Tests.Processes;

public sealed class TakenPortTests(DevApiServerFixture api) : IClassFixture<DevApiServerFixture>
{
    [Fact]
    public async Task A_port_that_is_taken_is_named_in_one_sentence_and_without_a_stack()
    {
        await api.DefineKindsAsync();
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using RunningManager manager = await RunningManager.LaunchAsync(api, agents: port);

        Assert.Equal(1, await manager.Program.ExitCodeAsync());
        Assert.Contains(
            $"The address 127.0.0.1:{port} is in use already; end what listens there, or choose another one with --agent-bind-address (ELEMENTAL_AGENT_BIND_ADDRESS).",
            manager.Program.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", manager.Program.Output, StringComparison.Ordinal);
        Assert.Single(manager.Program.Output.Split('\n'), line => line.Contains("in use", StringComparison.Ordinal));
    }
}
