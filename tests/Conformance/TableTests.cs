using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class TableTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("table")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("table", level, name);
}
