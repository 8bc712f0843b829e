using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class NegotiationTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("negotiation")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("negotiation", level, name);
}
