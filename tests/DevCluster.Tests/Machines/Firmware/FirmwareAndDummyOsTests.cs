using System.Text.Json;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.DevCluster.Machines;
using ElementalProvider.DevCluster.Machines.Firmware;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.Tests.Machines.Firmware;

/// <summary>The boot loader and the agent's dummy OS on one disk: they agree upon a few files and share no code.</summary>
public sealed class FirmwareAndDummyOsTests : IDisposable
{
    private const string Bad = """{"osVersion":"v2","simulate":{"bootFails":true}}""";
    private const string V2 = """{"osVersion":"v2"}""";
    private const string V3 = """{"osVersion":"v3"}""";

    private readonly DirectoryInfo disk = Directory.CreateTempSubdirectory("elemental-dev-test-");
    private readonly MachineFolder folder;
    private readonly MachineFaults faults;
    private readonly BootLoader bootLoader;

    public FirmwareAndDummyOsTests()
    {
        folder = new MachineFolder(disk.FullName);
        faults = new MachineFaults(folder);
        bootLoader = new BootLoader("m1", folder, faults, NullLogger.Instance);
        folder.Write(MachineFolder.AgentConfig, FakeAgent.Config);
    }

    [Fact]
    public async Task A_machine_without_an_os_boots_as_it_is_and_an_installed_one_boots_slot_a()
    {
        Assert.Equal(new BootTarget.Unslotted(), Boot());
        await InstallAsync();

        Assert.Equal(new BootTarget.Active("a"), Boot());

        await AssertFactsAsync("v1", "active", "active=v1 passive=v1 recovery=v1");
    }

    [Fact]
    public async Task A_staged_version_is_what_the_firmware_boots()
    {
        await InstallAsync();
        await AssertOutcomeAsync(OsVersionOutcome.RebootRequired, V2);

        Assert.Equal(new BootTarget.Active("b"), Boot());

        await AssertOutcomeAsync(OsVersionOutcome.Running, V2);
        await AssertFactsAsync("v2", "active", "active=v2 passive=v1 recovery=v1");
    }

    [Fact]
    public async Task A_version_that_never_boots_is_rolled_back_once_and_the_next_one_is_tried()
    {
        await InstallAsync();
        await AssertOutcomeAsync(OsVersionOutcome.RebootRequired, Bad);

        Assert.IsType<BootTarget.Passive>(Boot());

        await AssertFactsAsync("v1", "passive", "active=v2(failed) passive=v1 recovery=v1");
        await AssertOutcomeAsync(OsVersionOutcome.RolledBack, Bad);
        Assert.Equal(new BootTarget.Active("a"), Boot());
        await AssertOutcomeAsync(OsVersionOutcome.RolledBack, Bad);
        await AssertOutcomeAsync(OsVersionOutcome.RebootRequired, V3);
        Assert.Equal(new BootTarget.Active("b"), Boot());
        await AssertOutcomeAsync(OsVersionOutcome.Running, V3);
    }

    [Fact]
    public async Task A_boot_that_fails_once_from_outside_rolls_a_good_version_back_for_good()
    {
        await InstallAsync();
        await AssertOutcomeAsync(OsVersionOutcome.RebootRequired, V2);
        faults.FailNextBoot();

        Assert.IsType<BootTarget.Passive>(Boot());

        await AssertOutcomeAsync(OsVersionOutcome.RolledBack, V2);
        Assert.Equal(new BootTarget.Active("a"), Boot());
        await AssertFactsAsync("v1", "active", "active=v1 passive=v2(failed) recovery=v1");
    }

    [Fact]
    public async Task A_machine_whose_update_was_cut_off_boots_what_it_ran_and_writes_the_image_again()
    {
        await InstallAsync();
        await AssertOutcomeAsync(OsVersionOutcome.RebootRequired, V2);
        Boot();
        await Assert.ThrowsAsync<OsPluginException>(() => ReconcileAsync("""{"osVersion":"v3","simulate":{"failWith":"The power is gone.","failTimes":1}}"""));

        Assert.Equal(new BootTarget.Active("b"), Boot());

        await AssertFactsAsync("v2", "active", "active=v2 passive=v3(incomplete) recovery=v1");
        await AssertOutcomeAsync(OsVersionOutcome.RebootRequired, V3);
        Assert.Equal(new BootTarget.Active("a"), Boot());
        await AssertOutcomeAsync(OsVersionOutcome.Running, V3);
    }

    [Fact]
    public async Task A_fault_waits_for_a_boot_that_it_can_make_fail()
    {
        faults.FailNextBoot();
        Assert.Equal(new BootTarget.Unslotted(), Boot());
        await InstallAsync();
        await (await OpenAsync()).TriggerResetAsync(CancellationToken.None);
        Assert.Equal(new BootTarget.Recovery(), Boot());
        bootLoader.LeaveRecovery();

        Assert.IsType<BootTarget.Passive>(Boot());
        Assert.Equal(new BootTarget.Active("a"), Boot());
    }

    [Fact]
    public async Task A_reset_runs_in_recovery_and_brings_the_image_of_the_installation_back()
    {
        await InstallAsync();
        await AssertOutcomeAsync(OsVersionOutcome.RebootRequired, V2);
        Boot();
        await (await OpenAsync()).TriggerResetAsync(CancellationToken.None);

        Assert.Equal(new BootTarget.Recovery(), Boot());
        await AssertFactsAsync("v1", "recovery", "active=v2 passive=v1 recovery=v1");
        await (await OpenAsync()).ResetAsync(Json("{}"), CancellationToken.None);
        bootLoader.LeaveRecovery();

        Assert.Equal(new BootTarget.Active("a"), Boot());
        await AssertFactsAsync("v1", "active", "active=v1 passive=v1 recovery=v1");
    }

    public void Dispose() => disk.Delete(recursive: true);

    private BootTarget Boot()
    {
        folder.Remove("/run");
        folder.Write(MachineFolder.BootId, Guid.NewGuid().ToString("D") + "\n");
        return bootLoader.Boot();
    }

    private async Task InstallAsync()
    {
        Boot();
        await (await OpenAsync()).InstallAsync(Json("""{"osVersion":"v1"}"""), CancellationToken.None);
    }

    private async Task AssertOutcomeAsync(OsVersionOutcome expected, string osVersionManagement) =>
        Assert.Equal(expected, await ReconcileAsync(osVersionManagement));

    private async Task AssertFactsAsync(string version, string bootState, string slots)
    {
        IReadOnlyDictionary<string, string> facts = (await (await OpenAsync()).GetFactsAsync(CancellationToken.None)).Reported;
        Assert.Equal((version, bootState, slots), (facts["os-version"], facts["boot-state"], facts["slots"]));
    }

    private async Task<OsVersionOutcome> ReconcileAsync(string osVersionManagement) =>
        await (await OpenAsync()).ReconcileOsVersionAsync(Json(osVersionManagement), CancellationToken.None);

    private async Task<IOsPlugin> OpenAsync()
    {
        IOsPlugin plugin = OsPluginRegistry.Create("dummy");
        HostRoot root = new(folder.Root);
        PluginContext context = new() { Root = root, WorkDirectory = "/work", Power = new PowerControl(root, new ProcessRunner()) };
        await plugin.InitializeAsync(context, CancellationToken.None);
        return plugin;
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
