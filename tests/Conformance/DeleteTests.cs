using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class DeleteTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("delete")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("delete", level, name);
}
