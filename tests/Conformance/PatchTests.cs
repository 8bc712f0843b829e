using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class PatchTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("patch")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("patch", level, name);
}
