using ElementalProvider.Agent.Contract;
using ElementalProvider.Api.Elemental;
using ElementalProvider.PluginConformance.Driving;

namespace ElementalProvider.PluginConformance;

// What does not boot, and what is taken back.
public abstract partial class PluginConformanceTests
{
    [Fact]
    public async Task A_version_that_does_not_boot_is_rolled_back_and_burnt_whatever_the_attempt_until_another_is_wanted()
    {
        await InstalledAsync(world);
        AgentDrive drive = new(world, clock);
        drive.Want(world.Version("v2"));
        await drive.RunAsync(until: OperationPhase.Rebooting);
        world.RebootFallingBack();
        drive.Restart();
        await drive.RunAsync();
        Assert.Equal(OperationPhase.RolledBack, drive.Phase);

        drive.Want(world.Version("v2"), attempt: 1);
        await drive.RunAsync();
        AgentDrive withoutMemory = new(world, clock);
        withoutMemory.Want(world.Version("v2"), attempt: 2);
        await withoutMemory.RunAsync();

        Assert.Equal((OperationPhase.RolledBack, 0), (withoutMemory.Phase, withoutMemory.Reboots));
        Assert.Equal("v1", await VersionAsync(world));
        world.Reboot();
        Assert.Equal("v1", await VersionAsync(world));
        drive.Restart();
        drive.Want(world.Version("v3"));
        await drive.RunAsync();
        await AssertRunsAsync(world, drive, "v3");
    }

    [Fact]
    public async Task A_rollback_brings_back_what_ran_before_and_does_not_go_back_and_forth()
    {
        IOsPlugin plugin = await UpgradedAsync(world);
        if (!(await world.Open(clock).InitializeAsync(world.Initialize, new PluginCall())).Capabilities.Contains(PluginCapability.Rollback))
            return;

        Assert.Equal("v1", (await plugin.GetFactsAsync(new PluginCall())).RollbackVersion);
        OperationRequest rollback = Upgrade(world.Version("v2")) with { Id = "back" };
        Assert.True((await plugin.RollbackAsync(rollback, new PluginCall())).RebootRequired);
        world.Reboot();

        Assert.Equal("v1", await VersionAsync(world));
        Assert.False((await (await OpenAsync(world)).RollbackAsync(rollback, new PluginCall())).RebootRequired);
        world.Reboot();
        Assert.Equal("v1", await VersionAsync(world));
    }
}
