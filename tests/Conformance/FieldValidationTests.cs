using ElementalProvider.Conformance.Running;

namespace ElementalProvider.Conformance;

public sealed class FieldValidationTests(ConformanceServer server) : AreaTests(server)
{
    [Theory, AreaData("field-validation")]
    public Task Answers_as_recorded(string level, string name) => PlayAsync("field-validation", level, name);
}
