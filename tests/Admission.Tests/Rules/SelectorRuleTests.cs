using ElementalProvider.Admission.Tests.Support;
using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Admission.Tests.Rules;

public class SelectorRuleTests
{
    public static TheoryData<string, string[]> Selectors => new()
    {
        { "{}", [] },
        { """{"matchLabels":{"rack":"r1","example.com/zone":""}}""", [] },
        { """{"matchExpressions":[{"key":"rack","operator":"In","values":["r1","r2"]}]}""", [] },
        { """{"matchExpressions":[{"key":"rack","operator":"NotIn","values":["r1"]},{"key":"gpu","operator":"Exists"}]}""", [] },
        { """{"matchExpressions":[{"key":"gpu","operator":"DoesNotExist","values":[]}]}""", [] },
        { """{"matchLabels":{"my rack":"r1"}}""", [$"FIELD.matchLabels: Invalid value: \"my rack\": {LabelSyntax.KeyRule}"] },
        { """{"matchLabels":{"rack":"r 1"}}""", [$"FIELD.matchLabels[rack]: Invalid value: \"r 1\": {LabelSyntax.ValueRule}"] },
        { """{"matchExpressions":[{"key":"rack","operator":"Is","values":["r1"]}]}""", ["FIELD.matchExpressions[0].operator: Unsupported value: \"Is\": supported values: \"In\", \"NotIn\", \"Exists\", \"DoesNotExist\""] },
        { """{"matchExpressions":[{"key":"rack","operator":"in","values":["r1"]}]}""", ["FIELD.matchExpressions[0].operator: Unsupported value: \"in\": supported values: \"In\", \"NotIn\", \"Exists\", \"DoesNotExist\""] },
        { """{"matchExpressions":[{"key":"rack","operator":"In"}]}""", ["FIELD.matchExpressions[0].values: Required value: the operator In needs at least one"] },
        { """{"matchExpressions":[{"key":"rack","operator":"NotIn","values":[]}]}""", ["FIELD.matchExpressions[0].values: Required value: the operator NotIn needs at least one"] },
        { """{"matchExpressions":[{"key":"gpu","operator":"Exists","values":["yes"]}]}""", ["FIELD.matchExpressions[0].values: Forbidden: the operator Exists takes none"] },
        { """{"matchExpressions":[{"key":"gpu","operator":"Exists"},{"key":"","operator":"Exists"}]}""", [$"FIELD.matchExpressions[1].key: Invalid value: \"\": {LabelSyntax.KeyRule}"] },
        { """{"matchExpressions":[{"key":"rack","operator":"In","values":["r1","r/2"]}]}""", [$"FIELD.matchExpressions[0].values[1]: Invalid value: \"r/2\": {LabelSyntax.ValueRule}"] },
        {
            """{"matchLabels":{"rack":"-"},"matchExpressions":[{"key":"gpu","operator":"Has"}]}""",
            [
                $"FIELD.matchLabels[rack]: Invalid value: \"-\": {LabelSyntax.ValueRule}",
                "FIELD.matchExpressions[0].operator: Unsupported value: \"Has\": supported values: \"In\", \"NotIn\", \"Exists\", \"DoesNotExist\"",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Selectors))]
    public void A_machine_must_be_able_to_find_a_host(string selector, string[] sentences) =>
        Assert.Equal(At("spec.selector", sentences), Judging.Create("ElementalMachine", Machine(selector)).Refusals);

    [Theory]
    [MemberData(nameof(Selectors))]
    public void A_template_must_make_machines_that_can_find_a_host(string selector, string[] sentences) =>
        Assert.Equal(At("spec.template.spec.selector", sentences), Judging.Create("ElementalMachineTemplate", Template(selector)).Refusals);

    [Fact]
    public void A_machine_without_a_selector_or_spec_takes_any_host()
    {
        Assert.True(Judging.Create("ElementalMachine", "{}").IsAllowed);
        Assert.True(Judging.Create("ElementalMachine", """{"spec":{}}""").IsAllowed);
    }

    [Fact]
    public void What_the_provider_writes_to_a_machine_is_not_held_up_by_its_selector()
    {
        const string Bad = """{"matchLabels":{"rack":"r 1"}}""";
        string claimed = Machine(Bad).Replace("{\"spec\":{", "{\"spec\":{\"providerID\":\"elemental://default/h1\",", StringComparison.Ordinal);

        Verdict verdict = Judging.Update("ElementalMachine", Machine(Bad), claimed, fieldManager: FieldManagers.Controllers);

        Assert.True(verdict.IsAllowed);
        Assert.Single(verdict.Warnings);
    }

    [Fact]
    public void Another_provider_ID_is_the_providers_business() =>
        Assert.True(Judging.Update(
            "ElementalMachine",
            """{"spec":{"providerID":"elemental://default/h1"},"status":{"initialization":{"provisioned":true}}}""",
            """{"spec":{"providerID":"elemental://default/h2"},"status":{"initialization":{"provisioned":true}}}""",
            fieldManager: FieldManagers.Controllers).IsAllowed);

    private static string[] At(string field, string[] sentences) =>
        [.. sentences.Select(sentence => sentence.Replace("FIELD", field, StringComparison.Ordinal))];

    private static string Machine(string selector) => $$$"""{"spec":{"selector":{{{selector}}} } }""";

    private static string Template(string selector) => $$$"""{"spec":{"template":{"spec":{"selector":{{{selector}}} } } } }""";
}
