using ElementalProvider.Agent.Contract;
using ElementalProvider.Api.Elemental;
using ElementalProvider.PluginConformance.Driving;
using ElementalProvider.PluginConformance.Worlds;

namespace ElementalProvider.PluginConformance;

// The agent dies, the power fails or the disk is full, at every place where that can be.
public abstract partial class PluginConformanceTests
{
    [Fact]
    public async Task An_installation_that_is_cut_off_anywhere_is_none_yet_and_is_done_again() => await CutEverywhereAsync(
        _ => Task.CompletedTask,
        (machine, plugin) => plugin.InstallAsync(new InstallRequest(machine.Install), new PluginCall()),
        async machine =>
        {
            Assert.False((await (await OpenAsync(machine)).GetFactsAsync(new PluginCall())).Installed);
            await InstalledAsync(machine);
            OsFacts facts = await (await OpenAsync(machine)).GetFactsAsync(new PluginCall());
            Assert.Equal((true, "v1"), (facts.Installed, facts.Version));
        });

    [Fact]
    public async Task Bootstrap_data_that_is_cut_off_anywhere_is_in_place_or_not_and_is_executed_once() => await CutEverywhereAsync(
        InstalledAsync,
        (_, plugin) => plugin.BootstrapAsync(Bootstrap, new PluginCall()),
        async machine =>
        {
            IOsPlugin plugin = await OpenAsync(machine);
            BootstrapEvidence evidence = (await plugin.GetFactsAsync(new PluginCall())).Bootstrap;
            Assert.NotEqual(BootstrapEvidence.Applied, evidence);
            if (evidence == BootstrapEvidence.None)
                await plugin.BootstrapAsync(Bootstrap, new PluginCall());
            await AssertBootstrappedOnceAsync(machine, plugin);
        });

    [Fact]
    public async Task A_reset_that_is_cut_off_anywhere_is_done_again_and_leaves_nothing() => await CutEverywhereAsync(
        async machine =>
        {
            IOsPlugin plugin = await UpgradedAsync(machine);
            await plugin.BootstrapAsync(Bootstrap, new PluginCall());
            await plugin.TriggerResetAsync(new PluginCall());
            machine.BootRecovery();
        },
        (machine, plugin) => plugin.ResetAsync(new ResetRequest(machine.Reset), new PluginCall()),
        async machine =>
        {
            ResetResult result = await (await OpenAsync(machine)).ResetAsync(new ResetRequest(machine.Reset), new PluginCall());
            Assert.NotEmpty(result.RemovedPaths);
            machine.Reboot();
            OsFacts facts = await (await OpenAsync(machine)).GetFactsAsync(new PluginCall());
            Assert.Equal((false, BootstrapEvidence.None), (facts.Installed, facts.Bootstrap));
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upgrade_that_is_cut_off_at_any_change_of_the_disk_leaves_a_host_that_boots_and_is_done_again(bool powerIsCut)
    {
        for (int changes = 0; ; changes++)
        {
            using IPluginWorld machine = Another();
            await InstalledAsync(machine);
            AgentDrive drive = new(machine, clock);
            drive.Want(machine.Version("v2"));
            machine.Disk.DieAfter(changes);
            Exception? end = await Record.ExceptionAsync(() => drive.RunAsync());
            machine.Disk.Mend();
            if (end is not null)
            {
                Assert.IsType<KilledException>(end);
                if (powerIsCut)
                    machine.Reboot();
                OsFacts facts = await (await OpenAsync(machine)).GetFactsAsync(new PluginCall());
                Assert.True(facts.Version is "v1" or "v2", $"After {changes} changes the host runs {facts.Version}.");
                drive.Restart();
                await drive.RunAsync();
            }

            await AssertRunsAsync(machine, drive, "v2");
            if (end is null)
            {
                Assert.True(changes >= 3, $"Cut off {changes} times only.");
                return;
            }
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task An_upgrade_that_is_cut_off_at_any_note_of_the_journal_is_done_once(bool beforeNote, bool powerIsCut)
    {
        for (int note = 1; ; note++)
        {
            using IPluginWorld machine = Another();
            await InstalledAsync(machine);
            AgentDrive drive = new(machine, clock);
            drive.Want(machine.Version("v2"));
            drive.DieAtNote(note, beforeNote);
            Exception? end = await Record.ExceptionAsync(() => drive.RunAsync());
            if (end is not null)
            {
                Assert.IsType<KilledException>(end);
                if (powerIsCut)
                    machine.Reboot();
                drive.Restart();
                await drive.RunAsync();
            }

            await AssertRunsAsync(machine, drive, "v2");
            Assert.True(drive.Reboots <= 1, $"Cut off at note {note}, the host rebooted {drive.Reboots} times.");
            if (end is null)
            {
                Assert.True(note > 5, $"There were {note} notes only.");
                return;
            }
        }
    }

    [Fact]
    public async Task Giving_up_that_is_cut_off_anywhere_is_done_again() => await CutEverywhereAsync(
        async machine =>
        {
            IOsPlugin plugin = await InstalledAsync(machine);
            OperationRequest request = Upgrade(machine.Version("v2"));
            await plugin.PreflightAsync(request, new PluginCall());
            await plugin.PrepareAsync(request, new PluginCall());
            await plugin.ApplyAsync(request, new PluginCall());
        },
        (machine, plugin) => plugin.AbortAsync(Upgrade(machine.Version("v2")) with { Payload = null }, new PluginCall()),
        async machine =>
        {
            await (await OpenAsync(machine)).AbortAsync(Upgrade(machine.Version("v2")) with { Payload = null }, new PluginCall());
            machine.Reboot();
            Assert.Equal("v1", await VersionAsync(machine));
        });

    [Fact]
    public async Task A_disk_that_is_full_at_any_change_fails_the_verb_and_is_made_up_for_when_there_is_space()
    {
        for (int changes = 0; ; changes++)
        {
            using IPluginWorld machine = Another();
            await InstalledAsync(machine);
            AgentDrive drive = new(machine, clock);
            drive.Want(machine.Version("v2"));
            machine.Disk.FillUpAfter(changes);
            Exception? end = await Record.ExceptionAsync(() => drive.RunAsync());
            machine.Disk.Mend();
            Assert.True(end is null or IOException, end?.ToString());
            Assert.NotEqual(OperationPhase.Failed, drive.Phase);
            await drive.RunAsync();

            await AssertRunsAsync(machine, drive, "v2");
            if (end is null)
                return;
        }
    }

    /// <summary>Cuts a verb off before its first change of the disk, before its second one, and so on until it gets through.</summary>
    private async Task CutEverywhereAsync(Func<IPluginWorld, Task> prepare, Func<IPluginWorld, IOsPlugin, Task> verb, Func<IPluginWorld, Task> verify)
    {
        for (int changes = 0; ; changes++)
        {
            using IPluginWorld machine = Another();
            await prepare(machine);
            IOsPlugin plugin = await OpenAsync(machine);
            machine.Disk.DieAfter(changes);
            Exception? end = await Record.ExceptionAsync(() => verb(machine, plugin));
            machine.Disk.Mend();
            if (end is null)
            {
                Assert.True(changes > 0, "The verb changed nothing.");
                return;
            }

            Assert.IsType<KilledException>(end);
            await verify(machine);
        }
    }
}
