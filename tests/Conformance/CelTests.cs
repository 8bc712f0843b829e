using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class CelTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("cel")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("cel", level, name);
}
