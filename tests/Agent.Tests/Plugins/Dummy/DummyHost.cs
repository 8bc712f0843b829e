using System.Text.Json;
using ElementalProvider.Agent.Plugins;
using ElementalProvider.Agent.Plugins.Dummy;
using ElementalProvider.Agent.Tests.Fixtures;

namespace ElementalProvider.Agent.Tests.Plugins.Dummy;

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
        await (await host.OpenAsync()).InstallAsync(Json("""{"osVersion":"v1"}"""), CancellationToken.None);
        return host;
    }

    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public async Task<IOsPlugin> OpenAsync(Func<HostRoot, IHostFiles>? open = null, CancellationToken cancellationToken = default)
    {
        DummyPlugin plugin = new(open ?? (root => new HostFiles(root)));
        PluginContext context = new()
        {
            Root = Disk.Root,
            WorkDirectory = TestHost.WorkDirectory,
            Power = new PowerControl(Disk.Root, new ProcessRunner()),
            Clock = Clock,
        };
        await plugin.InitializeAsync(context, cancellationToken);
        return plugin;
    }

    public Task<OsVersionOutcome> ReconcileAsync(string osVersionManagement) => ReconcileAsync(osVersionManagement, CancellationToken.None);

    public async Task<OsVersionOutcome> ReconcileAsync(string osVersionManagement, CancellationToken cancellationToken) =>
        await (await OpenAsync(cancellationToken: cancellationToken)).ReconcileOsVersionAsync(Json(osVersionManagement), cancellationToken);

    public async Task<OsPluginException> FailAsync(string osVersionManagement) =>
        await Assert.ThrowsAsync<OsPluginException>(() => ReconcileAsync(osVersionManagement));

    public async Task<OsFacts> FactsAsync() => await (await OpenAsync()).GetFactsAsync(CancellationToken.None);

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
