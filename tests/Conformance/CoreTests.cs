using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class CoreTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("core")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("core", level, name);
}
