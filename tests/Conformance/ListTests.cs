using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class ListTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("list")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("list", level, name);
}
