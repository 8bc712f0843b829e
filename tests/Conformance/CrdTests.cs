using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class CrdTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("crd")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("crd", level, name);
}
