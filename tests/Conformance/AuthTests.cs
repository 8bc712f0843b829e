using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class AuthTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("auth")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("auth", level, name);
}
