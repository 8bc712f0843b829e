using System.Text;
using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Api.Elemental;
using ElementalProvider.PluginConformance.Driving;
using ElementalProvider.PluginConformance.Worlds;

namespace ElementalProvider.PluginConformance;

/// <summary>What every OS plugin must do, whatever the OS. A plugin passes it by a class that says how its machines are made.</summary>
public abstract class PluginConformanceTests : IDisposable
{
    private const string Secret = "s3cret-1f0e9d";

    private readonly IPluginWorld world;
    private readonly ShiftedClock clock = new();

    protected PluginConformanceTests(IPluginWorld world) => this.world = world;

    /// <summary>A machine that is like the others.</summary>
    protected abstract IPluginWorld Another();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => world.Dispose();

    [Fact]
    public async Task It_says_who_it_is_which_contract_it_speaks_and_what_it_can()
    {
        PluginDescription description = await world.Open(clock).InitializeAsync(world.Initialize, new PluginCall());

        Assert.NotEqual("", description.Name);
        Assert.Null(ContractVersion.Refuse(description.Name, description.ContractVersion));
        Assert.Equal(description.Capabilities.Distinct().Count(), description.Capabilities.Count);
        Assert.Contains(PluginCapability.Upgrade, description.Capabilities);
    }

    [Fact]
    public async Task Facts_are_the_same_until_something_happens_and_asking_changes_nothing()
    {
        IOsPlugin plugin = await InstalledAsync(world);
        string before = world.Snapshot;

        string first = await FactsAsync(plugin);
        string second = await FactsAsync(plugin);
        string third = await FactsAsync(await OpenAsync(world));

        Assert.Equal(first, second);
        Assert.Equal(first, third);
        Assert.Equal(before, world.Snapshot);
        OsFacts facts = await plugin.GetFactsAsync(new PluginCall());
        Assert.Equal((true, "v1", BootstrapEvidence.None, world.BootId), (facts.Installed, facts.Version, facts.Bootstrap, facts.BootId));
        world.Reboot();
        Assert.NotEqual(facts.BootId, (await (await OpenAsync(world)).GetFactsAsync(new PluginCall())).BootId);
    }

    [Fact]
    public async Task A_host_without_an_installation_says_so()
    {
        OsFacts facts = await (await OpenAsync(world)).GetFactsAsync(new PluginCall());

        Assert.False(facts.Installed);
        Assert.Null(facts.RollbackVersion);
    }

    public static TheoryData<string> RepeatableVerbs =>
        ["hostname", "cloud-config", "file", "install", "preflight", "prepare", "apply", "verify", "abort", "rollback", "trigger reset"];

    [Theory]
    [MemberData(nameof(RepeatableVerbs))]
    public async Task A_verb_done_twice_is_done_once(string verb)
    {
        IOsPlugin plugin = await UpgradedAsync(world);
        await CallAsync(plugin, verb, CancellationToken.None);
        string once = world.Snapshot;

        await CallAsync(plugin, verb, CancellationToken.None);
        Assert.Equal(once, world.Snapshot);
        await CallAsync(await OpenAsync(world), verb, CancellationToken.None);

        Assert.Equal(once, world.Snapshot);
    }

    [Theory]
    [MemberData(nameof(RepeatableVerbs))]
    public async Task A_verb_that_is_cancelled_before_it_begins_changes_nothing(string verb)
    {
        IOsPlugin plugin = await UpgradedAsync(world);
        string before = world.Snapshot;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CallAsync(plugin, verb, new CancellationToken(canceled: true)));

        Assert.Equal(before, world.Snapshot);
    }

    [Fact]
    public async Task The_host_name_is_told_as_it_was_set()
    {
        IOsPlugin plugin = await InstalledAsync(world);

        await plugin.InstallHostnameAsync(new HostnameRequest("m-1"), new PluginCall());

        Assert.Equal("m-1", (await plugin.GetHostnameAsync(new PluginCall())).Hostname);
    }

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
    public async Task Bootstrap_data_is_never_replaced_and_its_refusal_does_not_tell_it()
    {
        IOsPlugin plugin = await InstalledAsync(world);
        await plugin.BootstrapAsync(Bootstrap, new PluginCall());

        await AssertBootstrappedOnceAsync(world, plugin);
    }

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
    public async Task What_may_pass_is_told_from_what_does_not()
    {
        await InstalledAsync(world);
        AgentDrive drive = new(world, clock);

        drive.Want(world.FailingVersion("v2", canRetry: true, times: 2));
        await drive.RunAsync();
        await AssertRunsAsync(world, drive, "v2");
        Assert.Equal(2, drive.Steps.Count(step => step == "failed"));

        drive.Want(world.FailingVersion("v3", canRetry: false, times: 1));
        await drive.RunAsync();
        Assert.Equal(OperationPhase.Failed, drive.Phase);
        Assert.False(string.IsNullOrWhiteSpace(drive.Message));
        await drive.RunAsync();
        Assert.Equal("v2", await VersionAsync(world));

        drive.Want(world.FailingVersion("v3", canRetry: false, times: 1), attempt: 1);
        await drive.RunAsync();
        await AssertRunsAsync(world, drive, "v3");
    }

    [Theory]
    [InlineData(PluginCapability.Configure)]
    [InlineData(PluginCapability.Reprovision)]
    [InlineData(PluginCapability.Script)]
    [InlineData("Levitate")]
    public async Task What_it_cannot_do_it_says_and_does_not_do(string type)
    {
        IOsPlugin plugin = await InstalledAsync(world);
        if ((await world.Open(clock).InitializeAsync(world.Initialize, new PluginCall())).Capabilities.Contains(type))
            return;

        OperationRequest request = Upgrade(world.Version("v2")) with { Type = type };
        string before = world.Snapshot;

        VerbResult[] results =
        [
            await plugin.PreflightAsync(request, new PluginCall()),
            await plugin.PrepareAsync(request, new PluginCall()),
            await plugin.ApplyAsync(request, new PluginCall()),
            await plugin.VerifyAsync(request, new PluginCall()),
            await plugin.RollbackAsync(request, new PluginCall()),
            await plugin.AbortAsync(request, new PluginCall()),
        ];

        Assert.All(results, result => Assert.False(result.IsSupported));
        Assert.All(results, result => Assert.Contains(type, result.Message, StringComparison.Ordinal));
        Assert.Equal(before, world.Snapshot);
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

    [Fact]
    public async Task No_secret_is_told_by_results_failures_or_requests()
    {
        IOsPlugin plugin = await InstalledAsync(world);
        BootstrapRequest strange = new("powershell", Encoding.UTF8.GetBytes(Secret));
        CloudConfigRequest cloudConfig = new(Json($$"""{"password":"{{Secret}}"}"""));
        FileRequest nowhere = new("relative/path", Encoding.UTF8.GetBytes(Secret), 0x180);
        StringBuilder told = new();

        told.Append(await Record.ExceptionAsync(() => plugin.BootstrapAsync(strange, new PluginCall())));
        told.Append(JsonSerializer.Serialize(await plugin.BootstrapAsync(Bootstrap, new PluginCall()), ContractJsonContext.Default.VerbResult));
        told.Append(await Record.ExceptionAsync(() => plugin.BootstrapAsync(Bootstrap, new PluginCall())));
        told.Append(JsonSerializer.Serialize(await plugin.InstallCloudConfigAsync(cloudConfig, new PluginCall()), ContractJsonContext.Default.VerbResult));
        told.Append(await Record.ExceptionAsync(() => plugin.InstallFileAsync(nowhere, new PluginCall())));
        told.Append(await FactsAsync(plugin)).Append(strange).Append(cloudConfig).Append(nowhere);

        Assert.DoesNotContain(Secret, told.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(PluginException), told.ToString(), StringComparison.Ordinal);
    }

    private static BootstrapRequest Bootstrap => new("cloud-config", Encoding.UTF8.GetBytes(Secret));

    private static OperationRequest Upgrade(JsonElement version) =>
        new() { Id = "op", Type = PluginCapability.Upgrade, Wanted = version.GetRawText(), Payload = version };

    private static async Task<string> FactsAsync(IOsPlugin plugin) =>
        JsonSerializer.Serialize(await plugin.GetFactsAsync(new PluginCall()), ContractJsonContext.Default.OsFacts);

    private static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    private async Task<IOsPlugin> OpenAsync(IPluginWorld machine)
    {
        IOsPlugin plugin = machine.Open(clock);
        await plugin.InitializeAsync(machine.Initialize, new PluginCall());
        return plugin;
    }

    private async Task<IOsPlugin> InstalledAsync(IPluginWorld machine)
    {
        IOsPlugin plugin = await OpenAsync(machine);
        await plugin.InstallAsync(new InstallRequest(machine.Install), new PluginCall());
        return plugin;
    }

    /// <summary>A host that runs v2 and ran v1 before.</summary>
    private async Task<IOsPlugin> UpgradedAsync(IPluginWorld machine)
    {
        await InstalledAsync(machine);
        AgentDrive drive = new(machine, clock);
        drive.Want(machine.Version("v2"));
        await drive.RunAsync();
        return await OpenAsync(machine);
    }

    private async Task<AgentDrive> DoneAsync(string version)
    {
        await InstalledAsync(world);
        AgentDrive drive = new(world, clock);
        drive.Want(world.Version(version));
        await drive.RunAsync();
        await AssertRunsAsync(world, drive, version);
        return drive;
    }

    private async Task<string?> VersionAsync(IPluginWorld machine) => (await (await OpenAsync(machine)).GetFactsAsync(new PluginCall())).Version;

    private async Task AssertRunsAsync(IPluginWorld machine, AgentDrive drive, string version)
    {
        Assert.Equal(OperationPhase.Succeeded, drive.Phase);
        Assert.Equal(version, await VersionAsync(machine));
        machine.Reboot();
        Assert.Equal(version, await VersionAsync(machine));
    }

    private async Task AssertBootstrappedOnceAsync(IPluginWorld machine, IOsPlugin plugin)
    {
        Assert.Equal(BootstrapEvidence.RebootRequired, (await plugin.GetFactsAsync(new PluginCall())).Bootstrap);
        PluginException refusal = await Assert.ThrowsAsync<PluginException>(() => plugin.BootstrapAsync(Bootstrap, new PluginCall()));
        Assert.False(refusal.CanRetry);
        Assert.DoesNotContain(Secret, refusal.Message, StringComparison.Ordinal);
        machine.Reboot();
        Assert.Equal(BootstrapEvidence.Applied, (await (await OpenAsync(machine)).GetFactsAsync(new PluginCall())).Bootstrap);
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

    private Task CallAsync(IOsPlugin plugin, string verb, CancellationToken cancellationToken)
    {
        PluginCall call = new() { CancellationToken = cancellationToken };
        OperationRequest next = Upgrade(world.Version("v3"));
        return verb switch
        {
            "hostname" => plugin.InstallHostnameAsync(new HostnameRequest("m-2"), call),
            "cloud-config" => plugin.InstallCloudConfigAsync(new CloudConfigRequest(Json("""{"users":["a"]}""")), call),
            "file" => plugin.InstallFileAsync(new FileRequest(world.FilePath, "a"u8.ToArray(), 0x1A4), call),
            "install" => plugin.InstallAsync(new InstallRequest(world.Install), call),
            "preflight" => plugin.PreflightAsync(next, call),
            "prepare" => plugin.PrepareAsync(next, call),
            "apply" => plugin.ApplyAsync(next, call),
            "verify" => plugin.VerifyAsync(next, call),
            "abort" => plugin.AbortAsync(next, call),
            "rollback" => plugin.RollbackAsync(next, call),
            _ => plugin.TriggerResetAsync(call),
        };
    }
}

/// <summary>The dummy OS passes.</summary>
public sealed class DummyConformanceTests() : PluginConformanceTests(new DummyWorld())
{
    protected override IPluginWorld Another() => new DummyWorld();
}
