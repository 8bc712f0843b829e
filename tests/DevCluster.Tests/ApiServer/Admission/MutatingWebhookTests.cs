namespace ElementalProvider.DevCluster.Tests.ApiServer.Admission;

public sealed class MutatingWebhookTests(WebhookFixture server) : IClassFixture<WebhookFixture>
{
    [Fact]
    public async Task A_changed_object_is_defaulted_validated_and_shown_to_validating_webhooks()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Mutating, ns, "m", server.Hooks.On($"{ns}-m", _ => WebhookFixture.Patch("""[{"op":"add","path":"/spec/nested","value":{"unknown":1}}]""")));
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On($"{ns}-v", _ => WebhookFixture.Allow()));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal((201, """{"level":3}"""), (answer.Code, answer.At("spec.nested")));
        Assert.Equal("""{"level":3}""", Assert.Single(server.Hooks.Calls($"{ns}-v"))["object"]!["spec"]!["nested"]!.ToJsonString());
    }

    [Fact]
    public async Task A_change_that_breaks_the_schema_is_refused()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Mutating, ns, "m", server.Hooks.On(ns, _ => WebhookFixture.Patch("""[{"op":"add","path":"/spec/color","value":"pink"}]""")));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal(422, answer.Code);
        Assert.Equal(["FieldValueNotSupported spec.color"], answer.Causes);
    }

    [Fact]
    public async Task A_patch_that_does_not_apply_fails_the_request()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Mutating, ns, "m", server.Hooks.On(ns, _ => WebhookFixture.Patch("""[{"op":"remove","path":"/spec/none"}]""")), webhook => webhook["failurePolicy"] = "Ignore");

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal((500, "InternalError"), (answer.Code, answer.Reason));
    }

    [Fact]
    public async Task Configurations_are_called_in_the_order_of_their_names()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Mutating, ns, "b", server.Hooks.On($"{ns}-b", _ => WebhookFixture.Patch("""[{"op":"add","path":"/spec/tags/-","value":"two"}]""")));
        await server.RegisterAsync(WebhookFixture.Mutating, ns, "a", server.Hooks.On($"{ns}-a", _ => WebhookFixture.Patch("""[{"op":"add","path":"/spec/tags","value":["one"]}]""")));

        Assert.Equal("""["one","two"]""", (await server.CreateWidgetAsync(ns, "a")).At("spec.tags"));
    }

    [Theory]
    [InlineData("IfNeeded", 2)]
    [InlineData("Never", 1)]
    public async Task A_webhook_is_asked_again_only_if_it_wants_to_and_another_changed_the_object(string policy, int calls)
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Mutating, ns, "a", server.Hooks.On($"{ns}-a", _ => WebhookFixture.Allow()), webhook => webhook["reinvocationPolicy"] = policy);
        await server.RegisterAsync(WebhookFixture.Mutating, ns, "b", server.Hooks.On($"{ns}-b", call =>
            call["name"]!.GetValue<string>() == "same" ? WebhookFixture.Allow() : WebhookFixture.Patch("""[{"op":"add","path":"/spec/color","value":"red"}]""")), webhook => webhook["reinvocationPolicy"] = policy);

        await server.CreateWidgetAsync(ns, "same");
        await server.CreateWidgetAsync(ns, "changed");

        Assert.Equal(1, server.Hooks.Calls($"{ns}-a").Count(call => call["name"]!.GetValue<string>() == "same"));
        Assert.Equal(calls, server.Hooks.Calls($"{ns}-a").Count(call => call["name"]!.GetValue<string>() == "changed"));
        Assert.Single(server.Hooks.Calls($"{ns}-b"), call => call["name"]!.GetValue<string>() == "changed");
    }

    [Fact]
    public async Task An_update_by_a_stale_version_is_a_conflict_even_where_a_webhook_changes_it()
    {
        string ns = await server.CreateNamespaceAsync();
        ApiAnswer made = await server.CreateWidgetAsync(ns, "a");
        await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/a", """{"spec":{"color":"red"}}""");
        await server.RegisterAsync(WebhookFixture.Mutating, ns, "m", server.Hooks.On(ns, _ => WebhookFixture.Patch("""[{"op":"add","path":"/spec/color","value":"blue"}]""")));

        ApiAnswer answer = await server.PutAsync($"{ApiServerFixture.Widgets.In(ns)}/a", made.Body!.ToJsonString());

        Assert.Equal((409, "Conflict"), (answer.Code, answer.Reason));
    }
}
