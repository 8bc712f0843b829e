using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Plugins.Dummy;
using ElementalProvider.Agent.Plugins.Host;
using ElementalProvider.Agent.Tests.Fixtures;
using ElementalProvider.Api.Meta.Json;

namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

/// <summary>How a version stands once everything was done for it that one boot allows.</summary>
internal enum OsVersionOutcome
{
    Running,
    RebootRequired,
    RolledBack,
}

/// <summary>A host with the dummy OS, installed from <c>osVersion: v1</c>. The agent is another one at every call, as after a crash.</summary>
internal sealed class DummyHost : IDisposable
{
    public TestHost Disk { get; } = new();

    /// <summary>Measures what the OS takes time for.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The slot that boots next: <c>a</c> or <c>b</c>.</summary>
    public string Active => Disk.Read("/boot/elemental/active").Trim();

    public static async Task<DummyHost> InstallAsync(TimeProvider? clock = null)
    {
        DummyHost host = new() { Clock = clock ?? TimeProvider.System };
        await (await host.OpenAsync()).InstallAsync(new InstallRequest(Json("""{"osVersion":"v1"}""")), new PluginCall());
        return host;
    }

    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public async Task<IOsPlugin> OpenAsync(CancellationToken cancellationToken = default)
    {
        DummyPlugin plugin = new(new PluginServices { Processes = new ProcessRunner(Clock), Clock = Clock });
        await plugin.InitializeAsync(
            new InitializeRequest { Root = Disk.Root.Directory, WorkDirectory = TestHost.WorkDirectory }, new PluginCall { CancellationToken = cancellationToken });
        return plugin;
    }

    public Task<OsVersionOutcome> ReconcileAsync(string osVersionManagement) => ReconcileAsync(osVersionManagement, CancellationToken.None);

    /// <summary>Goes as far with a version as is possible in one boot.</summary>
    public async Task<OsVersionOutcome> ReconcileAsync(string osVersionManagement, CancellationToken cancellationToken)
    {
        IOsPlugin plugin = await OpenAsync(cancellationToken);
        OperationRequest request = Upgrade(osVersionManagement);
        PluginCall call = new() { CancellationToken = cancellationToken };
        switch ((await plugin.PreflightAsync(request, call)).Verdict)
        {
            case PreflightVerdict.AlreadySatisfied:
                Assert.Equal(VerifyVerdict.Ok, (await plugin.VerifyAsync(request, call)).Verdict);
                return OsVersionOutcome.Running;
            case PreflightVerdict.RolledBack:
                Assert.Equal(VerifyVerdict.BootedFallback, (await plugin.VerifyAsync(request, call)).Verdict);
                return OsVersionOutcome.RolledBack;
            default:
                await plugin.PrepareAsync(request, call);
                return (await plugin.ApplyAsync(request, call)).RebootRequired ? OsVersionOutcome.RebootRequired : OsVersionOutcome.Running;
        }
    }

    public async Task<PluginException> FailAsync(string osVersionManagement) =>
        await Assert.ThrowsAsync<PluginException>(() => ReconcileAsync(osVersionManagement));

    public static OperationRequest Upgrade(string osVersionManagement) =>
        new() { Id = "op", Type = PluginCapability.Upgrade, Wanted = CanonicalJson.Hash(Json(osVersionManagement)), Payload = Json(osVersionManagement) };

    public async Task<OsFacts> FactsAsync() => await (await OpenAsync()).GetFactsAsync(new PluginCall());

    /// <summary>Boots the slot that is chosen, without a boot loader.</summary>
    public void Reboot() => Disk.Reboot();

    /// <summary>Boots the slot that is not chosen, as a boot loader does where the chosen one does not boot.</summary>
    public void FallBack()
    {
        Disk.Reboot();
        string failed = Json(Disk.Read(SlotPath(Active))).GetProperty("id").GetString()!;
        Disk.Write("/run/elemental/boot.json", $$"""{"slot":"{{(Active == "a" ? "b" : "a")}}","failed":"{{failed}}"}""");
    }

    /// <summary>Boots the recovery system, as a boot loader does where it was asked to.</summary>
    public void BootRecovery()
    {
        Disk.Reboot();
        Disk.Delete(TestHost.InWorkDirectory("needs.reset"));
        Disk.Write("/run/elemental/boot.json", """{"slot":"recovery"}""");
    }

    /// <summary>All that is in a slot, or null.</summary>
    public string? Slot(string name) => Disk.Exists(SlotPath(name)) ? Disk.Read(SlotPath(name)) : null;

    /// <summary>How far the image in a slot is.</summary>
    public string State(string name) => Json(Slot(name)!).GetProperty("state").GetString()!;

    public void Dispose() => Disk.Dispose();

    private static string SlotPath(string name) => $"/boot/elemental/slot-{name}.json";
}
