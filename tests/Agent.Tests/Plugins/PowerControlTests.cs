using ElementalProvider.Agent.Plugins;
using Moq;

namespace ElementalProvider.Agent.Tests.Plugins;

public class PowerControlTests
{
    [Fact]
    public async Task A_real_machine_is_asked_through_systemctl()
    {
        Mock<IProcessRunner> runner = new(MockBehavior.Strict);
        runner.Setup(processes => processes.RunAsync("systemctl", new[] { "reboot" }, CancellationToken.None)).Returns(Task.CompletedTask);
        runner.Setup(processes => processes.RunAsync("systemctl", new[] { "poweroff" }, CancellationToken.None)).Returns(Task.CompletedTask);
        PowerControl power = new(new HostRoot("/"), runner.Object);

        await power.RebootAsync(CancellationToken.None);
        await power.PowerOffAsync(CancellationToken.None);

        runner.VerifyAll();
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
}
