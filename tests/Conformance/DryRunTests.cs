using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class DryRunTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("dry-run")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("dry-run", level, name);
}
