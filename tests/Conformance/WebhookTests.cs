using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class WebhookTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("webhook")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("webhook", level, name);
}
