using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Plugins.Host;
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
    public async Task A_version_boots_however_deep_it_is_nested()
    {
        await InstallAsync();
        await AssertOutcomeAsync(
            OsVersionOutcome.RebootRequired, $$"""{"osVersion":"v2","deep":{{string.Concat(Enumerable.Repeat("{\"a\":", 900))}}1{{new string('}', 900)}}}""");

        Assert.Equal(new BootTarget.Active("b"), Boot());
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
        await Assert.ThrowsAsync<PluginException>(() => ReconcileAsync("""{"osVersion":"v3","simulate":{"failWith":"The power is gone.","failTimes":1}}"""));

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
        await (await OpenAsync()).TriggerResetAsync(new PluginCall());
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
        await (await OpenAsync()).TriggerResetAsync(new PluginCall());

        Assert.Equal(new BootTarget.Recovery(), Boot());
        await AssertFactsAsync("v1", "recovery", "active=v2 passive=v1 recovery=v1");
        await (await OpenAsync()).ResetAsync(new ResetRequest(Json("{}")), new PluginCall());
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
        await (await OpenAsync()).InstallAsync(new InstallRequest(Json("""{"osVersion":"v1"}""")), new PluginCall());
    }

    private async Task AssertOutcomeAsync(OsVersionOutcome expected, string osVersionManagement) =>
        Assert.Equal(expected, await ReconcileAsync(osVersionManagement));

    private async Task AssertFactsAsync(string version, string bootState, string slots)
    {
        OsFacts facts = await (await OpenAsync()).GetFactsAsync(new PluginCall());
        Assert.Equal((version, bootState, slots), (facts.Version, facts.BootState.ToString().ToLowerInvariant(), facts.Reported["slots"]));
    }

    /// <summary>Goes as far with a version as is possible in one boot.</summary>
    private async Task<OsVersionOutcome> ReconcileAsync(string osVersionManagement)
    {
        IOsPlugin plugin = await OpenAsync();
        OperationRequest request = new() { Id = "op", Type = PluginCapability.Upgrade, Wanted = osVersionManagement, Payload = Json(osVersionManagement) };
        switch ((await plugin.PreflightAsync(request, new PluginCall())).Verdict)
        {
            case PreflightVerdict.AlreadySatisfied:
                return OsVersionOutcome.Running;
            case PreflightVerdict.RolledBack:
                return OsVersionOutcome.RolledBack;
            default:
                await plugin.PrepareAsync(request, new PluginCall());
                return (await plugin.ApplyAsync(request, new PluginCall())).RebootRequired ? OsVersionOutcome.RebootRequired : OsVersionOutcome.Running;
        }
    }

    private async Task<IOsPlugin> OpenAsync()
    {
        IOsPlugin plugin = OsPluginRegistry.Create("dummy", new PluginServices { Processes = new ProcessRunner(TimeProvider.System) });
        await plugin.InitializeAsync(new InitializeRequest { Root = folder.Root, WorkDirectory = "/work" }, new PluginCall());
        return plugin;
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 1000 });
        return document.RootElement.Clone();
    }

    private enum OsVersionOutcome
    {
        Running,
        RebootRequired,
        RolledBack,
    }
}
