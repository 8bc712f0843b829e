using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class WatchTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("watch")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("watch", level, name);
}
