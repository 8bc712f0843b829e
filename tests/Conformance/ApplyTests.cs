using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class ApplyTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("apply")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("apply", level, name);
}
