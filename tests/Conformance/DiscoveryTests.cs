using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class DiscoveryTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("discovery")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("discovery", level, name);
}
