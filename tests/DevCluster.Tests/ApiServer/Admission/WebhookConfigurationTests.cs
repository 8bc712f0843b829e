using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Admission;

public sealed class WebhookConfigurationTests(WebhookFixture server) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task What_is_left_out_is_filled_in()
    {
        JsonObject configuration = server.Configuration("no-such", "defaults", "https://127.0.0.1:1/x", webhook => webhook.Remove("namespaceSelector"));

        ApiAnswer answer = await server.PostAsync($"{WebhookFixture.Mutating}?dryRun=All", configuration.ToJsonString());

        string[] fields = ["failurePolicy", "matchPolicy", "namespaceSelector", "objectSelector", "timeoutSeconds", "reinvocationPolicy", "rules.0.scope"];
        Assert.Equal(["Fail", "Equivalent", "{}", "{}", "10", "Never", "*"], fields.Select(field => answer.At($"webhooks.0.{field}")));
    }

    [Theory]
    [InlineData("name", "\"short\"", "FieldValueInvalid webhooks[0].name")]
    [InlineData("name", "\"Not.A.Name\"", "FieldValueInvalid webhooks[0].name")]
    [InlineData("sideEffects", "\"Some\"", "FieldValueNotSupported webhooks[0].sideEffects")]
    [InlineData("sideEffects", "null", "FieldValueRequired webhooks[0].sideEffects")]
    [InlineData("failurePolicy", "\"Maybe\"", "FieldValueNotSupported webhooks[0].failurePolicy")]
    [InlineData("matchPolicy", "\"Near\"", "FieldValueNotSupported webhooks[0].matchPolicy")]
    [InlineData("timeoutSeconds", "31", "FieldValueInvalid webhooks[0].timeoutSeconds")]
    [InlineData("admissionReviewVersions", "[]", "FieldValueRequired webhooks[0].admissionReviewVersions")]
    [InlineData("admissionReviewVersions", "[\"v9\"]", "FieldValueInvalid webhooks[0].admissionReviewVersions")]
    [InlineData("clientConfig", "{}", "FieldValueRequired webhooks[0].clientConfig")]
    [InlineData("clientConfig", """{"url":"http://a/b"}""", "FieldValueInvalid webhooks[0].clientConfig.url")]
    [InlineData("clientConfig", """{"url":"https://a/b?c=d"}""", "FieldValueInvalid webhooks[0].clientConfig.url")]
    [InlineData("clientConfig", """{"service":{"name":"a"}}""", "FieldValueRequired webhooks[0].clientConfig.service.namespace")]
    [InlineData("objectSelector", """{"matchExpressions":[{"key":"a","operator":"Near"}]}""", "FieldValueInvalid webhooks[0].objectSelector.matchExpressions[0].operator")]
    [InlineData("matchConditions", """[{"name":"a","expression":"object.nope("}]""", "FieldValueInvalid webhooks[0].matchConditions[0].expression")]
    [InlineData("matchConditions", """[{"name":"a","expression":"request.nope == ''"}]""", "FieldValueInvalid webhooks[0].matchConditions[0].expression")]
    [InlineData("matchConditions", """[{"name":"a","expression":"request.name"}]""", "FieldValueInvalid webhooks[0].matchConditions[0].expression")]
    [InlineData("matchConditions", """[{"name":"a","expression":"authorizer.group('').resource('pods').check('get').allowed()"}]""", "FieldValueInvalid webhooks[0].matchConditions[0].expression")]
    [InlineData("matchConditions", """[{"name":"a"}]""", "FieldValueRequired webhooks[0].matchConditions[0].expression")]
    [InlineData("matchConditions", """[{"name":"a b","expression":"true"}]""", "FieldValueInvalid webhooks[0].matchConditions[0].name")]
    [InlineData("matchConditions", """[{"name":"a","expression":"true"},{"name":"a","expression":"true"}]""", "FieldValueDuplicate webhooks[0].matchConditions[1].name")]
    [InlineData("rules", """[{"operations":["READ"],"apiGroups":["*"],"apiVersions":["*"],"resources":["*"]}]""", "FieldValueNotSupported webhooks[0].rules[0].operations[0]")]
    [InlineData("rules", """[{"operations":["*","CREATE"],"apiGroups":["*"],"apiVersions":["*"],"resources":["*"]}]""", "FieldValueInvalid webhooks[0].rules[0].operations")]
    [InlineData("rules", """[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"]}]""", "FieldValueRequired webhooks[0].rules[0].resources")]
    [InlineData("rules", """[{"operations":["*"],"apiGroups":["*"],"apiVersions":["*"],"resources":["*"],"scope":"Village"}]""", "FieldValueNotSupported webhooks[0].rules[0].scope")]
    public async Task What_could_not_be_called_is_refused(string field, string value, string cause)
    {
        JsonObject configuration = server.Configuration("no-such", "bad", "https://127.0.0.1:1/x", webhook => webhook[field] = JsonNode.Parse(value));

        ApiAnswer answer = await server.PostAsync(WebhookFixture.Validating, configuration.ToJsonString());

        Assert.Equal(422, answer.Code);
        Assert.Contains(cause, answer.Causes);
    }

    [Fact]
    public async Task Configurations_themselves_are_never_sent()
    {
        JsonObject everything = server.Configuration("no-such", "everything", "https://127.0.0.1:1/x", webhook =>
        {
            webhook.Remove("namespaceSelector");
            webhook["rules"] = JsonNode.Parse("""[{"operations":["*"],"apiGroups":["admissionregistration.k8s.io"],"apiVersions":["*"],"resources":["*/*"]}]""");
        });

        ApiAnswer made = await server.PostAsync(WebhookFixture.Validating, everything.ToJsonString());
        ApiAnswer gone = await server.DeleteAsync($"{WebhookFixture.Validating}/everything-no-such");

        Assert.Equal((201, 200), (made.Code, gone.Code));
    }
}
