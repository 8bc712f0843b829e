using ElementalProvider.PluginConformance.Worlds;

namespace ElementalProvider.PluginConformance;

/// <summary>The dummy OS passes.</summary>
public sealed class DummyConformanceTests() : PluginConformanceTests(new DummyWorld())
{
    protected override IPluginWorld Another() => new DummyWorld();
}
