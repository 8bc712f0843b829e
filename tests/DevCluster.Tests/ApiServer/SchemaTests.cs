namespace ElementalProvider.DevCluster.Tests.ApiServer;

public sealed class SchemaTests(ApiServerFixture server) : IClassFixture<ApiServerFixture>
{
    [Fact]
    public async Task Unknown_fields_are_dropped_with_a_warning()
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer created = await server.CreateWidgetAsync(ns, "a", """{"color":"red","nope":1,"nested":{"odd":2},"free":{"any":[null,1.5]}}""");

        Assert.Equal("""{"color":"red","nested":{"level":3},"free":{"any":[null,1.5]},"replicas":1}""", created.At("spec"));
        Assert.Equal(["299 - \"unknown field \\\"spec.nested.odd\\\"\"", "299 - \"unknown field \\\"spec.nope\\\"\""], created.Warnings);
    }

    [Fact]
    public async Task Strict_field_validation_refuses_unknown_and_repeated_fields()
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer answer = await server.PostAsync(
            $"{ApiServerFixture.Widgets.In(ns)}?fieldValidation=Strict",
            """{"apiVersion":"test.example.com/v1","kind":"Widget","metadata":{"name":"a"},"spec":{"nick":"a","nick":"b","nope":1}}""");

        Assert.Equal(400, answer.Code);
        Assert.Equal("strict decoding error: duplicate field \"spec.nick\", unknown field \"spec.nope\"", answer.Message);
    }

    [Fact]
    public async Task Defaults_fill_what_is_missing_or_null_but_do_not_make_objects()
    {
        string ns = await server.CreateNamespaceAsync();

        Assert.Equal("""{"replicas":1,"nick":null}""", (await server.CreateWidgetAsync(ns, "a", """{"replicas":null,"nick":null,"color":null}""")).At("spec"));
        Assert.Equal("""{"nested":{"level":3},"replicas":1}""", (await server.CreateWidgetAsync(ns, "b", """{"nested":{}}""")).At("spec"));
    }

    [Fact]
    public async Task Every_violation_is_a_cause_of_its_own()
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer answer = await server.CreateWidgetAsync(
            ns, "a", """{"color":"pink","code":"ABCDE","replicas":11,"port":true,"tags":["a","a"],"ports":[{"number":"x"}],"nested":[]}""");

        Assert.Equal((422, "Invalid"), (answer.Code, answer.Reason));
        Assert.Equal(
            [
                "FieldValueDuplicate spec.tags[1]", "FieldValueInvalid spec.code", "FieldValueInvalid spec.replicas", "FieldValueNotSupported spec.color",
                "FieldValueRequired spec.ports[0].name", "FieldValueTooLong spec.code", "FieldValueTypeInvalid spec.nested", "FieldValueTypeInvalid spec.port",
                "FieldValueTypeInvalid spec.ports[0].number",
            ],
            answer.Causes);
        Assert.StartsWith("Widget.test.example.com \"a\" is invalid: [", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("80")]
    [InlineData("\"http\"")]
    public async Task Int_or_string_keeps_what_was_sent(string value)
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer created = await server.CreateWidgetAsync(ns, "a", $$"""{"port":{{value}}}""");

        Assert.Equal(value, created.Body!["spec"]!["port"]!.ToJsonString());
    }

    [Fact]
    public async Task Large_integers_keep_their_value()
    {
        string ns = await server.CreateNamespaceAsync();

        ApiAnswer created = await server.CreateWidgetAsync(ns, "a", """{"free":{"big":9007199254740993,"long":9223372036854775807}}""");

        Assert.Equal("""{"big":9007199254740993,"long":9223372036854775807}""", created.At("spec.free"));
    }

    [Fact]
    public async Task Status_is_validated_on_its_endpoint()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a");

        ApiAnswer answer = await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/a/status", """{"status":{"conditions":[{"type":"Ready"}]}}""");

        Assert.Equal(["FieldValueRequired status.conditions[0].status"], answer.Causes);
    }

    [Fact]
    public async Task A_new_default_shows_on_objects_stored_before_and_a_stricter_schema_leaves_them_be()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.PostAsync(ApiServerFixture.Definitions, Definition("gadgets", "Gadget", """{"a":{"type":"string"},"b":{"type":"string"}}"""));
        string gadgets = $"apis/test.example.com/v1/namespaces/{ns}/gadgets";
        ApiAnswer created = await server.PostAsync(gadgets, """{"apiVersion":"test.example.com/v1","kind":"Gadget","metadata":{"name":"a"},"spec":{"a":"toolong"}}""");

        await server.JsonPatchAsync(
            $"{ApiServerFixture.Definitions}/gadgets.test.example.com",
            """[{"op":"replace","path":"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties","value":{"a":{"type":"string","maxLength":3},"b":{"type":"string"},"c":{"type":"string","default":"new"}}}]""");

        ApiAnswer read = await server.GetAsync($"{gadgets}/a");
        Assert.Equal(("new", created.ResourceVersion), (read.At("spec.c"), read.ResourceVersion));
        Assert.Equal(200, (await server.MergeAsync($"{gadgets}/a", """{"spec":{"b":"1"}}""")).Code);
        Assert.Equal(["FieldValueTooLong spec.a"], (await server.MergeAsync($"{gadgets}/a", """{"spec":{"a":"stilllong"}}""")).Causes);
    }

    [Theory]
    [InlineData("""{"x":{"anyOf":[{"type":"string"}]}}""", "FieldValueRequired spec.validation.openAPIV3Schema.properties[spec].properties[x].type")]
    [InlineData("""{"x":{"type":"array"}}""", "FieldValueRequired spec.validation.openAPIV3Schema.properties[spec].properties[x].items")]
    [InlineData("""{"x":{"$ref":"#/y"}}""", "FieldValueForbidden spec.validation.openAPIV3Schema.properties[spec].properties[x].$ref")]
    [InlineData("""{"x":{"type":"string","pattern":"("}}""", "FieldValueInvalid spec.validation.openAPIV3Schema.properties[spec].properties[x].pattern")]
    public async Task A_schema_that_cannot_be_served_is_refused(string properties, string cause)
    {
        ApiAnswer answer = await server.PostAsync(ApiServerFixture.Definitions, Definition("things", "Thing", properties));

        Assert.Equal(422, answer.Code);
        Assert.Contains(cause, answer.Causes);
        Assert.Equal(404, (await server.GetAsync("apis/test.example.com/v1/things")).Code);
    }

    [Fact]
    public async Task A_definition_whose_names_are_taken_is_not_established()
    {
        ApiAnswer answer = await server.PostAsync(
            ApiServerFixture.Definitions,
            Definition("rivals", "Rival", "{}").Replace("\"kind\":\"Rival\"", "\"kind\":\"Rival\",\"shortNames\":[\"wgt\"]", StringComparison.Ordinal));

        Assert.Equal(201, answer.Code);
        Assert.Equal(("NamesAccepted", "False", "NameConflict"), (answer.At("status.conditions.0.type"), answer.At("status.conditions.0.status"), answer.At("status.conditions.0.reason")));
        Assert.Equal(404, (await server.GetAsync("apis/test.example.com/v1/rivals")).Code);
    }

    private static string Definition(string plural, string kind, string properties) => $$$$$$$$$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{{{{{{{{{plural}}}}}}}}}}.test.example.com"},
         "spec":{"group":"test.example.com","scope":"Namespaced","names":{"plural":"{{{{{{{{{{plural}}}}}}}}}}","kind":"{{{{{{{{{{kind}}}}}}}}}}"},
          "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{{{{{{{{{{properties}}}}}}}}}}}}}}}]}}
        """;
}
