using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class ConcurrencyTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("concurrency")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("concurrency", level, name);
}
