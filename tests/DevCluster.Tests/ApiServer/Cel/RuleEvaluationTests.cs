using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel.Rules;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Cel;

/// <summary>What rules make of objects.</summary>
public sealed class RuleEvaluationTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"rule":"self.a == 1"}""", "")]
    [InlineData("""{"a":2}""", """{"rule":"self.a == 1"}""", "p: Invalid value: \"object\": failed rule: self.a == 1")]
    [InlineData("""{"a":2}""", """{"rule":"self.a == 1","message":" too much "}""", "p: Invalid value: \"object\": too much")]
    [InlineData("""{"a":2}""", """{"rule":"self.a == 1","message":"m","messageExpression":"'a is ' + string(self.a)"}""", "p: Invalid value: \"object\": a is 2")]
    [InlineData("""{"a":2}""", """{"rule":"self.a == 1","message":"m","messageExpression":"string(self.b)"}""", "p: Invalid value: \"object\": m")]
    [InlineData("""{"a":2}""", """{"rule":"self.a == 1","message":"m","messageExpression":"'x\\ny'"}""", "p: Invalid value: \"object\": m")]
    [InlineData("""{"a":2}""", """{"rule":"self.a == 1","message":"m","reason":"FieldValueForbidden"}""", "p: Forbidden: m")]
    [InlineData("""{"a":2}""", """{"rule":"self.a == 1","message":"m","reason":"FieldValueRequired","fieldPath":".b"}""", "p.b: Required value: m")]
    [InlineData("""{"a":2}""", """{"rule":"self.a == 1","reason":"FieldValueDuplicate"}""", "p: Duplicate value: \"object\"")]
    [InlineData("""{"a":2}""", """{"rule":"self.a == 1","message":"m","fieldPath":".map['x.y']"}""", "p.map[x.y]: Invalid value: \"object\": m")]
    [InlineData("""{}""", """{"rule":"self.a == 1"}""", "p: Invalid value: \"object\": no such key: a evaluating rule: self.a == 1")]
    [InlineData("""{"a":9223372036854775807}""", """{"rule":"self.a + 1 > 0"}""", "p: Invalid value: \"object\": integer overflow evaluating rule: self.a + 1 > 0")]
    [InlineData("""{"port":"a"}""", """{"rule":"self.port > 1"}""", "p: Invalid value: \"object\": 'no such overload: _>_': call arguments did not match a supported operator, function or macro signature for rule: self.port > 1")]
    [InlineData("""{"port":2}""", """{"rule":"type(self.port) == int ? self.port > 1 : self.port.startsWith('h')"}""", "")]
    [InlineData("""{"set":["a","b"]}""", """{"rule":"self.set == ['b', 'a'] && self.set + ['a', 'c'] == ['a', 'b', 'c']"}""", "")]
    [InlineData("""{"keyed":[{"k":"a","v":1}]}""", """{"rule":"(self.keyed + self.keyed).size() == 1"}""", "")]
    [InlineData("""{"when":"2024-01-01T00:00:00Z","ratio":1}""", """{"rule":"self.when.getFullYear() == 2024 && self.ratio == 1.0"}""", "")]
    [InlineData("""{"nothing":null}""", """{"rule":"has(self.nothing)"}""", "")]
    [InlineData("""{"a-b":1}""", """{"rule":"self.a__dash__b == 1 && has(self.a__dash__b)"}""", "")]
    public void A_broken_rule_becomes_an_error(string value, string rule, string error) =>
        Assert.Equal(error, Validate(Schema(rule), value, null));

    [Fact]
    public void A_value_that_is_not_there_breaks_no_rule() =>
        Assert.Equal(string.Empty, Validate("""{"type":"object","properties":{"q":{"type":"string","x-kubernetes-validations":[{"rule":"false"}]}}}""", "{}", null));

    [Theory]
    [InlineData("""{"rule":"self.a >= oldSelf.a"}""", """{"a":1}""", null, "")]
    [InlineData("""{"rule":"self.a >= oldSelf.a"}""", """{"a":1}""", """{"a":2}""", "p: Invalid value: \"object\": failed rule: self.a >= oldSelf.a")]
    [InlineData("""{"rule":"self.a >= oldSelf.a"}""", """{"a":2}""", """{"a":1}""", "")]
    [InlineData("""{"rule":"oldSelf.hasValue()","optionalOldSelf":true}""", """{"a":2}""", null, "p: Invalid value: \"object\": failed rule: oldSelf.hasValue()")]
    [InlineData("""{"rule":"oldSelf.optMap(o, o.a).orValue(0) < self.a","optionalOldSelf":true}""", """{"a":2}""", """{"a":1}""", "")]
    public void Transition_rules_compare_with_what_was_there(string rule, string value, string? previous, string error) =>
        Assert.Equal(error, Validate(Schema(rule), value, previous));

    [Fact]
    public void What_stays_as_it_is_may_break_rules_that_came_later()
    {
        string schema = Schema("""{"rule":"self.a == 1","message":"m"}""");

        Assert.Equal(string.Empty, Validate(schema, """{"a":2}""", """{"a":2}"""));
        Assert.Equal("p: Invalid value: \"object\": m", Validate(schema, """{"a":3}""", """{"a":2}"""));
    }

    [Fact]
    public void Items_are_compared_with_those_of_the_same_keys_and_values_with_those_of_the_same_name()
    {
        const string Grow = "\"x-kubernetes-validations\":[{\"rule\":\"self.v >= oldSelf.v\",\"message\":\"grow\"}]";
        const string Item = "{\"type\":\"object\",\"properties\":{\"k\":{\"type\":\"string\"},\"v\":{\"type\":\"integer\"}}," + Grow + "}";
        const string Lists = "{\"type\":\"object\",\"properties\":{\"l\":{\"type\":\"array\",\"x-kubernetes-list-type\":\"map\",\"x-kubernetes-list-map-keys\":[\"k\"],\"items\":" + Item
            + "},\"m\":{\"type\":\"object\",\"additionalProperties\":" + Item + "}}}";

        Assert.Equal(
            "p.l[0]: Invalid value: \"object\": grow; p.m[x]: Invalid value: \"object\": grow",
            Validate(Lists, """{"l":[{"k":"b","v":1},{"k":"a","v":5}],"m":{"x":{"v":1},"y":{"v":1}}}""", """{"l":[{"k":"a","v":4},{"k":"b","v":2}],"m":{"x":{"v":2}}}"""));
    }

    [Fact]
    public void Rules_that_take_too_long_end_the_evaluation_with_an_error()
    {
        const string Endless = "{\"rule\":\"self.list.all(a, self.list.all(b, self.list.all(c, self.list.all(d, a + b + c + d != '.'))))\"}";
        string value = $"{{\"list\":[{string.Join(',', Enumerable.Repeat("\"a\"", 100))}]}}";

        Assert.Contains("actual cost limit exceeded", Validate(Schema(Endless), value, null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a-b", "a__dash__b")]
    [InlineData("a.b/c", "a__dot__b__slash__c")]
    [InlineData("a__b", "a__underscores__b")]
    [InlineData("namespace", "__namespace__")]
    [InlineData("1a", null)]
    [InlineData("a b", null)]
    public void Property_names_become_identifiers_and_back(string property, string? identifier)
    {
        Assert.Equal(identifier, PropertyNames.Escape(property));
        if (identifier is not null)
            Assert.Equal(property, PropertyNames.Unescape(identifier));
    }

    private static string Schema(string rule) => $$"""
        {"type":"object","x-kubernetes-validations":[{{rule}}],"properties":{
          "a":{"type":"integer"},"b":{"type":"integer"},"a-b":{"type":"integer"},"port":{"x-kubernetes-int-or-string":true},"list":{"type":"array","items":{"type":"string"} },
          "map":{"type":"object","additionalProperties":{"type":"string"} },"set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"} },
          "keyed":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","properties":{"k":{"type":"string"},"v":{"type":"integer"} } } },
          "when":{"type":"string","format":"date-time"},"ratio":{"type":"number"},"nothing":{"type":"string","nullable":true} } }
        """;

    private static string Validate(string schema, string value, string? previous)
    {
        StructuralSchema root = new SchemaReader().Read(JsonNode.Parse($$"""{"type":"object","properties":{"p":{{schema}}} }""")!.AsObject());
        SchemaRules rules = SchemaRules.Compile(root, isResource: true)!;
        return string.Join("; ", RuleEvaluation.Validate(Resource(value), rules, previous is null ? null : Resource(previous)));
    }

    private static JsonObject Resource(string value) => new() { ["p"] = JsonNode.Parse(value) };
}
