using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Admission;

public sealed class MatchConditionTests(WebhookFixture server) : IClassFixture<WebhookFixture>
{
    [Theory]
    [InlineData("object.spec.?color.orValue('') == 'red'", true)]
    [InlineData("object.spec.?color.orValue('') == 'blue'", false)]
    [InlineData("request.operation == 'CREATE' && oldObject == null && request.dryRun == false", true)]
    [InlineData("request.resource.resource == 'widgets' && request.kind.kind == 'Gadget'", false)]
    public async Task A_webhook_is_asked_only_where_its_conditions_hold(string expression, bool isAsked)
    {
        string ns = await RegisterAsync("Fail", expression);

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a", """{"color":"red"}""");

        Assert.Equal((isAsked ? 400 : 201, isAsked ? 1 : 0), (answer.Code, server.Hooks.Calls(ns).Count));
    }

    [Fact]
    public async Task A_condition_that_fails_refuses_the_request_unless_failures_may_pass()
    {
        string strict = await RegisterAsync("Fail", "object.spec.nope == 'x'"), lenient = await RegisterAsync("Ignore", "object.spec.nope == 'x'");

        ApiAnswer refused = await server.CreateWidgetAsync(strict, "a");

        Assert.Equal((403, "Forbidden"), (refused.Code, refused.Reason));
        Assert.Contains("expression 'object.spec.nope == 'x'' resulted in error: no such key: nope", refused.Message, StringComparison.Ordinal);
        Assert.Equal((201, 0), ((await server.CreateWidgetAsync(lenient, "a")).Code, server.Hooks.Calls(lenient).Count));
    }

    [Fact]
    public async Task A_condition_that_does_not_hold_makes_up_for_one_that_fails()
    {
        string ns = await RegisterAsync("Fail", "object.spec.nope == 'x'", "false");

        Assert.Equal(201, (await server.CreateWidgetAsync(ns, "a")).Code);
    }

    private async Task<string> RegisterAsync(string failurePolicy, params string[] expressions)
    {
        string ns = await server.CreateNamespaceAsync();
        string url = server.Hooks.On(ns, _ => WebhookFixture.Deny());
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", url, webhook =>
        {
            webhook["failurePolicy"] = failurePolicy;
            webhook["matchConditions"] = new JsonArray([.. expressions.Select((expression, index) => (JsonNode)new JsonObject { ["name"] = $"c{index}", ["expression"] = expression })]);
        });
        return ns;
    }
}
