using ElementalProvider.Agent.Hosts;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Plugins;

public class PowerControlTests
{
    [Fact]
    public async Task A_real_machine_is_asked_through_systemctl()
    {
        NotedCommands commands = new();
        PowerControl power = new(new HostRoot("/"), commands);

        await power.RebootAsync(CancellationToken.None);
        await power.PowerOffAsync(CancellationToken.None);

        Assert.Equal(["systemctl reboot", "systemctl poweroff"], commands.Seen);
    }

    [Fact]
    public async Task Power_of_a_folder_is_a_request_in_a_file()
    {
        using TestHost host = new();
        NotedCommands commands = new();
        PowerControl power = new(host.Root, commands);

        await power.RebootAsync(CancellationToken.None);
        Assert.Equal("reboot", host.PowerRequest);
        await power.PowerOffAsync(CancellationToken.None);
        Assert.Equal("poweroff", host.PowerRequest);
        Assert.Empty(commands.Seen);
    }

    private sealed class NotedCommands : IProcessRunner
    {
        public List<string> Seen { get; } = [];

        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
        {
            Seen.Add(request.ToString());
            return Task.FromResult(new ProcessResult(0, "", ""));
        }
    }
}
