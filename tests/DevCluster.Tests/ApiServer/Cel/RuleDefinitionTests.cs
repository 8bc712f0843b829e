using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel.Rules;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Cel;

/// <summary>Which rules a definition may carry.</summary>
public sealed class RuleDefinitionTests
{
    [Theory]
    [InlineData("string", "self.nope()", "undeclared reference to 'nope' (in container '')")]
    [InlineData("string", "self.size()", "cel expression must evaluate to a bool")]
    [InlineData("string", "self > 1", "found no matching overload for '_>_' applied to '(string, int)'")]
    [InlineData("string", "other == 1", "undeclared reference to 'other' (in container '')")]
    [InlineData("integer", "self == ", "Syntax error")]
    public void A_rule_that_does_not_compile_is_refused(string type, string rule, string detail)
    {
        FieldError error = Assert.Single(Check($$$"""{"type":"object","properties":{"p":{"type":"{{{type}}}","x-kubernetes-validations":[{"rule":"{{{rule}}}"}]} } }"""));

        Assert.Equal(("FieldValueInvalid", "schema.properties[p].x-kubernetes-validations[0].rule"), (error.Reason, error.Field));
        Assert.Contains(detail, error.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"rule":" "}""", "FieldValueRequired rule")]
    [InlineData("""{"rule":"true","message":" "}""", "FieldValueInvalid message")]
    [InlineData("""{"rule":"true","message":"a\nb"}""", "FieldValueInvalid message")]
    [InlineData("""{"rule":"true ||\ntrue"}""", "FieldValueRequired message")]
    [InlineData("""{"rule":"true","messageExpression":" "}""", "FieldValueRequired messageExpression")]
    [InlineData("""{"rule":"true","messageExpression":"1"}""", "FieldValueInvalid messageExpression")]
    [InlineData("""{"rule":"true","messageExpression":"self.x"}""", "FieldValueInvalid messageExpression")]
    [InlineData("""{"rule":"true","reason":"Whim"}""", "FieldValueNotSupported reason")]
    [InlineData("""{"rule":"true","fieldPath":".nope"}""", "FieldValueInvalid fieldPath")]
    [InlineData("""{"rule":"true","fieldPath":"a"}""", "FieldValueInvalid fieldPath")]
    [InlineData("""{"rule":"true","fieldPath":".list[0]"}""", "FieldValueInvalid fieldPath")]
    [InlineData("""{"rule":"true","optionalOldSelf":true}""", "FieldValueInvalid optionalOldSelf")]
    [InlineData("""{"rule":"self.hidden == 1"}""", "FieldValueInvalid rule")]
    [InlineData("""{"rule":"self.metadata.name == ''"}""", "FieldValueInvalid rule")]
    public void What_a_rule_says_about_itself_is_checked(string rule, string cause)
    {
        FieldError error = Assert.Single(Check($$"""
            {"type":"object","properties":{"p":{"type":"object","x-kubernetes-validations":[{{rule}}],
             "properties":{"a":{"type":"string"},"list":{"type":"array","items":{"type":"string"} },"hidden":{"x-kubernetes-preserve-unknown-fields":true} } } } }
            """));

        Assert.Equal(cause, $"{error.Reason} {error.Field.Split('.')[^1]}");
    }

    [Theory]
    [InlineData("self.a == '' && self.list.all(e, e != '')")]
    [InlineData("self.a__dash__b > 0 && self.__namespace__ == '' && self.c__dot__d__underscores__e == 1")]
    [InlineData("self.port == 1 || self.port == 'http'")]
    [InlineData("self.when < timestamp('2030-01-01T00:00:00Z') && self.span > duration('1s') && self.data.size() < 5")]
    [InlineData("self.byName['x'].v == 1 && self.byName.all(k, self.byName[k].v > 0)")]
    [InlineData("self.ratio > 0.5 && has(self.free)")]
    [InlineData("self.template.metadata.name.startsWith('a') && self.template.kind != ''")]
    [InlineData("self.items[0].v >= oldSelf.items[0].v")]
    public void Rules_see_the_types_of_the_schema(string rule) => Assert.Empty(Check($$$"""
        {"type":"object","properties":{"p":{"type":"object","x-kubernetes-validations":[{"rule":"{{{rule}}}"}],"properties":{
          "a":{"type":"string"},"list":{"type":"array","items":{"type":"string"}},"a-b":{"type":"integer"},"namespace":{"type":"string"},"c.d__e":{"type":"integer"},
          "port":{"x-kubernetes-int-or-string":true},"when":{"type":"string","format":"date-time"},"span":{"type":"string","format":"duration"},"data":{"type":"string","format":"byte"},
          "byName":{"type":"object","additionalProperties":{"type":"object","properties":{"v":{"type":"integer"} } } },"ratio":{"type":"number"},
          "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},"template":{"type":"object","x-kubernetes-embedded-resource":true},
          "items":{"type":"array","items":{"type":"object","properties":{"v":{"type":"integer"} } } } } } } }
        """));

    [Fact]
    public void The_root_sees_its_names_and_nothing_else_of_its_metadata()
    {
        Assert.Empty(Check("""{"type":"object","x-kubernetes-validations":[{"rule":"self.metadata.name != self.kind && self.metadata.generateName == '' && self.apiVersion != ''"}]}"""));
        Assert.Single(Check("""{"type":"object","x-kubernetes-validations":[{"rule":"has(self.metadata.labels)"}]}"""));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("\"x-kubernetes-list-type\":\"set\",", 1)]
    [InlineData("\"x-kubernetes-list-type\":\"map\",\"x-kubernetes-list-map-keys\":[\"k\"],", 0)]
    public void Items_have_a_past_only_where_keys_tell_them_apart(string list, int errors)
    {
        List<FieldError> found = Check($$"""
            {"type":"object","properties":{"l":{"type":"array",{{list}}"items":{"type":"object","properties":{"k":{"type":"string","x-kubernetes-validations":[{"rule":"self == oldSelf"}]} } } } } }
            """);

        Assert.Equal(errors, found.Count);
        Assert.All(found, error => Assert.Contains("uncorrelatable portion of the schema within schema.properties[l]", error.Text, StringComparison.Ordinal));
    }

    private static List<FieldError> Check(string schema)
    {
        var errors = new List<FieldError>();
        RuleDefinitions.Check(new SchemaReader().Read(JsonNode.Parse(schema)!.AsObject()), "schema", errors);
        return errors;
    }
}
