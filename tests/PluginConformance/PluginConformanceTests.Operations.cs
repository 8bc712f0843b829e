using ElementalProvider.Api.Elemental;
using ElementalProvider.PluginConformance.Driving;

namespace ElementalProvider.PluginConformance;

// What becomes of an operation that is repeated, superseded, called off or late.
public abstract partial class PluginConformanceTests
{
    [Fact]
    public async Task An_operation_that_is_sent_twice_is_done_once()
    {
        AgentDrive drive = await DoneAsync("v2");
        string before = world.Snapshot;
        int steps = drive.Steps.Count;

        drive.Want(world.Version("v2"));
        await drive.RunAsync();

        Assert.Equal(steps, drive.Steps.Count);
        Assert.Equal(before, world.Snapshot);
    }

    [Fact]
    public async Task A_version_that_runs_already_is_found_done_by_whoever_asks()
    {
        await DoneAsync("v2");
        AgentDrive stranger = new(world, clock);
        stranger.Want(world.Version("v2"), attempt: 7);

        await stranger.RunAsync();

        Assert.Equal((OperationPhase.Succeeded, 0), (stranger.Phase, stranger.Reboots));
    }

    [Theory]
    [InlineData(OperationPhase.Preparing)]
    [InlineData(OperationPhase.Applying)]
    [InlineData(OperationPhase.Rebooting)]
    public async Task An_operation_that_is_superseded_is_given_up_without_a_boot(string phase)
    {
        await InstalledAsync(world);
        AgentDrive drive = new(world, clock);
        drive.Want(world.Version("v2"));
        await drive.RunAsync(until: phase);

        drive.Want(world.Version("v3"));
        await drive.RunAsync();

        await AssertRunsAsync(world, drive, "v3");
        Assert.Equal(1, drive.Reboots);
        Assert.Contains("AbortOperation", drive.Steps);
    }

    [Theory]
    [InlineData(OperationPhase.Preparing)]
    [InlineData(OperationPhase.Applying)]
    [InlineData(OperationPhase.Rebooting)]
    public async Task An_operation_that_is_called_off_is_not_booted_by_whatever_boot_comes_next(string phase)
    {
        await InstalledAsync(world);
        AgentDrive drive = new(world, clock);
        drive.Want(world.Version("v2"));
        await drive.RunAsync(until: phase);

        drive.WantNothing();
        await drive.RunAsync();
        Assert.Equal((OperationPhase.Aborted, 0), (drive.Phase, drive.Reboots));
        world.Reboot();

        Assert.Equal("v1", await VersionAsync(world));
        drive.Restart();
        drive.Want(world.Version("v2"));
        await drive.RunAsync();
        await AssertRunsAsync(world, drive, "v2");
    }

    [Fact]
    public async Task An_operation_past_its_deadline_is_not_begun()
    {
        await InstalledAsync(world);
        string before = world.Snapshot;
        AgentDrive drive = new(world, clock);
        drive.Want(world.Version("v2"), deadline: clock.GetUtcNow().AddSeconds(-1));

        await drive.RunAsync();

        Assert.Equal(OperationPhase.Expired, drive.Phase);
        Assert.Equal(before, world.Snapshot);
    }

    [Theory]
    [InlineData(OperationPhase.Preparing, 400)]
    [InlineData(OperationPhase.Applying, 400)]
    [InlineData(OperationPhase.Rebooting, 400)]
    [InlineData(OperationPhase.Preparing, -400)]
    [InlineData(OperationPhase.Applying, -400)]
    [InlineData(OperationPhase.Rebooting, -400)]
    public async Task A_clock_that_jumps_does_not_stop_an_operation_that_was_begun(string phase, int days)
    {
        await InstalledAsync(world);
        AgentDrive drive = new(world, clock);
        drive.Want(world.Version("v2"), deadline: clock.GetUtcNow().AddHours(1));
        await drive.RunAsync(until: phase);

        clock.Shift = TimeSpan.FromDays(days);
        await drive.RunAsync();

        await AssertRunsAsync(world, drive, "v2");
    }
}
