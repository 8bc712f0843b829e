using System.Text;
using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Api.Elemental;
using ElementalProvider.PluginConformance.Driving;

namespace ElementalProvider.PluginConformance;

// What it cannot do, will not do or did not do this time, and that it tells no secret about it.
public abstract partial class PluginConformanceTests
{
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
    public async Task Bootstrap_data_is_never_replaced_and_its_refusal_does_not_tell_it()
    {
        IOsPlugin plugin = await InstalledAsync(world);
        await plugin.BootstrapAsync(Bootstrap, new PluginCall());

        await AssertBootstrappedOnceAsync(world, plugin);
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
}
