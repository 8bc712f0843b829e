using System.Text;
using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Api.Elemental;
using ElementalProvider.PluginConformance.Driving;
using ElementalProvider.PluginConformance.Worlds;

namespace ElementalProvider.PluginConformance;

/// <summary>
/// What every OS plugin must do, whatever the OS. A plugin passes it by a class that says how its machines are made; <see cref="PlantedBugTests"/> shows
/// what it finds out.
/// </summary>
public abstract partial class PluginConformanceTests : IDisposable
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
}
