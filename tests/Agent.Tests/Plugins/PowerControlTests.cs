using ElementalProvider.Agent.Plugins;

namespace ElementalProvider.Agent.Tests.Plugins;

public class PowerControlTests
{
    [Fact]
    public async Task A_real_machine_is_asked_through_systemctl()
    {
        RecordingRunner runner = new();
        PowerControl power = new(new HostRoot("/"), runner);

        await power.RebootAsync(CancellationToken.None);
        await power.PowerOffAsync(CancellationToken.None);

        Assert.Equal(["systemctl reboot", "systemctl poweroff"], runner.CommandLines);
    }

    [Fact]
    public async Task A_program_that_fails_says_why() => Assert.Equal(
        "\"sh -c echo no power >&2; exit 3\" ended with exit code 3: no power",
        (await Assert.ThrowsAsync<OsPluginException>(
            () => new ProcessRunner().RunAsync("sh", ["-c", "echo no power >&2; exit 3"], CancellationToken.None))).Message);

    [Fact]
    public async Task A_program_that_is_missing_is_named() => Assert.StartsWith(
        "\"no-such-program now\" could not be started: ",
        (await Assert.ThrowsAsync<OsPluginException>(
            () => new ProcessRunner().RunAsync("no-such-program", ["now"], CancellationToken.None))).Message,
        StringComparison.Ordinal);

    private sealed class RecordingRunner : IProcessRunner
    {
        public List<string> CommandLines { get; } = [];

        public Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
        {
            CommandLines.Add(string.Join(' ', [program, .. arguments]));
            return Task.CompletedTask;
        }
    }
}
