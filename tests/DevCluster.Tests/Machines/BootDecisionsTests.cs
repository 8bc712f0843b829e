using ElementalProvider.DevCluster.Machines;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.DevCluster.Tests.Machines;

public sealed class BootDecisionsTests
{
    [Fact]
    public void The_recovery_system_resets_and_the_installed_one_registers()
    {
        Assert.Equal(AgentCommand.Reset, BootDecisions.First(recovery: true).Command);
        Assert.Equal(AgentCommand.Install, BootDecisions.First(recovery: false).Command);
    }

    public static TheoryData<string, int, string?, string> Ends => new()
    {
        { "Install", 0, null, "Start { Command = Run, AfterPause = False }" },
        { "Install", 0, "reboot", "Reboot { RecoveryIsDone = False }" },
        { "Install", 0, "poweroff", "PowerOff { RecoveryIsDone = False }" },
        { "Install", 1, null, "Start { Command = Install, AfterPause = True }" },
        { "Run", 0, "reboot", "Reboot { RecoveryIsDone = False }" },
        { "Run", 137, null, "Start { Command = Run, AfterPause = True }" },
        { "Run", 137, "reboot", "Reboot { RecoveryIsDone = False }" },
        { "Run", 0, null, "Start { Command = Run, AfterPause = True }" },
        { "Reset", 0, null, "Reboot { RecoveryIsDone = True }" },
        { "Reset", 0, "poweroff", "PowerOff { RecoveryIsDone = True }" },
        { "Reset", 137, null, "Start { Command = Reset, AfterPause = True }" },
        { "Reset", 137, "reboot", "Reboot { RecoveryIsDone = False }" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void What_follows_on_the_end_of_the_agent(string command, int exitCode, string? power, string expected) =>
        Assert.Equal(expected, BootDecisions.AfterExit(Enum.Parse<AgentCommand>(command), exitCode, power).ToString());

    [Fact]
    public void An_agent_that_dies_again_and_again_waits_longer_each_time_and_a_healthy_one_starts_over()
    {
        ManualTimeProvider clock = new();
        RestartPause pause = new(clock);
        TimeSpan[] pauses = [.. Enumerable.Range(0, 8).Select(_ => pause.Next())];

        Assert.Equal(TimeSpan.FromMilliseconds(200), pauses[0]);
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(TimeSpan.FromSeconds(5), pauses[^1]);

        pause.Started();
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(TimeSpan.FromMilliseconds(200), pause.Next());
    }
}
