using System.Text.Json;
using ElementalProvider.Agent.Contract;
using ElementalProvider.PluginConformance.Worlds;

namespace ElementalProvider.PluginConformance.Planting;

/// <summary>A machine for the dummy OS, whose plugin has a fault.</summary>
/// <param name="plant">Puts the fault into a plugin that is right.</param>
internal sealed class PlantedWorld(Func<IOsPlugin, DummyWorld, IOsPlugin> plant) : IPluginWorld
{
    private readonly DummyWorld inner = new();

    public DiskFaults Disk => inner.Disk;

    public JsonElement Install => inner.Install;

    public JsonElement Reset => inner.Reset;

    public string FilePath => inner.FilePath;

    public string BootId => inner.BootId;

    public string Snapshot => inner.Snapshot;

    public InitializeRequest Initialize => inner.Initialize;

    public IOsPlugin Open(TimeProvider clock) => plant(inner.Open(clock), inner);

    public JsonElement Version(string name) => inner.Version(name);

    public JsonElement FailingVersion(string name, bool canRetry, int times) => inner.FailingVersion(name, canRetry, times);

    public void Reboot() => inner.Reboot();

    public void RebootFallingBack() => inner.RebootFallingBack();

    public void BootRecovery() => inner.BootRecovery();

    public void Dispose() => inner.Dispose();
}
