using ElementalProvider.Admission.Tests.Support;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Admission.Tests.Rules;

public class MachineRuleTests
{
    private const string Kind = "ElementalMachine";

    [Theory]
    [InlineData("hostRef", """{"name":"machine-1"}""", """{"name":"machine-2"}""", "the provider chooses the host, and the one that is left behind is wiped")]
    [InlineData("providerID", "\"elemental://a/b\"", "\"elemental://a/c\"", "it is written by the provider, and names the host for as long as the machine has it")]
    public void The_host_of_a_machine_is_changed_by_nobody_but_the_provider(string field, string before, string after, string why)
    {
        (string stored, string written) = (With(field, before), With(field, after));

        foreach ((string old, string @new) in new[] { (stored, written), (stored, "{}"), ("{}", written) })
        {
            Assert.StartsWith($"spec.{field}: Forbidden: {why}", Judging.Update(Kind, old, @new, fieldManager: "kubectl-patch").Message, StringComparison.Ordinal);
            Assert.True(Judging.Update(Kind, old, @new, fieldManager: FieldManagers.Controllers).IsAllowed);
        }
    }

    [Fact]
    public void A_move_brings_its_host_along_and_other_fields_are_free()
    {
        Assert.True(Judging.Create(Kind, With("hostRef", """{"name":"machine-1"}""")).IsAllowed);
        Assert.True(Judging.Update(
            Kind,
            With("hostRef", """{"name":"machine-1"}"""),
            """{"spec":{"hostRef":{"name":"machine-1"},"osVersionManagement":{"osVersion":"v2"}}}""").IsAllowed);
    }

    private static string With(string field, string value) => $$"""{"spec":{"{{field}}":{{value}} } }""";
}
