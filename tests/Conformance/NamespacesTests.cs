using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class NamespacesTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("namespaces")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("namespaces", level, name);
}
