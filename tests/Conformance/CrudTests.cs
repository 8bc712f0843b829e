using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class CrudTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("crud")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("crud", level, name);
}
