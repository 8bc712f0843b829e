using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Admission;

public sealed class ValidatingWebhookTests(WebhookFixture server) : IClassFixture<WebhookFixture>
{
    [Theory]
    [InlineData("""{"message":"no"}""", 400, null, "admission webhook \"v.test.example.com\" denied the request: no")]
    [InlineData("""{"reason":"Busy"}""", 400, "Busy", "admission webhook \"v.test.example.com\" denied the request: Busy")]
    [InlineData("{}", 400, null, "admission webhook \"v.test.example.com\" denied the request without explanation")]
    [InlineData("""{"code":200,"message":"odd"}""", 400, null, "admission webhook \"v.test.example.com\" denied the request: odd")]
    [InlineData("""{"code":422,"reason":"Invalid","message":"bad color"}""", 422, "Invalid", "admission webhook \"v.test.example.com\" denied the request: bad color")]
    public async Task A_denial_is_answered_with_the_words_and_the_code_of_the_webhook(string status, int code, string? reason, string message)
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => WebhookFixture.Deny(status)));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal((code, reason, message), (answer.Code, answer.Reason, answer.Message));
        Assert.Equal(404, (await server.GetAsync($"{ApiServerFixture.Widgets.In(ns)}/a")).Code);
    }

    [Fact]
    public async Task Every_write_is_sent_with_the_object_before_and_after_and_who_asks()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => WebhookFixture.Allow()), webhook => webhook["timeoutSeconds"] = 7);

        await server.CreateWidgetAsync(ns, "a", """{"color":"red"}""");
        await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/a?dryRun=All", """{"spec":{"color":"blue"}}""");
        await server.DeleteAsync($"{ApiServerFixture.Widgets.In(ns)}/a", """{"propagationPolicy":"Background"}""");

        string[] seen =
        [
            .. server.Hooks.Calls(ns).Select(call =>
                $"{call["operation"]} {call["name"]} {call["oldObject"]?["spec"]?["color"]}>{call["object"]?["spec"]?["color"]} {call["dryRun"]} {call["options"]!["kind"]} {call["options"]!["propagationPolicy"]} {call["userInfo"]!["username"]} {call["query"]}"),
        ];
        Assert.Equal(
        [
            "CREATE a >red false CreateOptions  test ?timeout=7s",
            "UPDATE a red>blue true UpdateOptions  test ?timeout=7s",
            "DELETE a red> false DeleteOptions Background test ?timeout=7s",
        ], seen);
        Assert.Equal("""{"group":"test.example.com","version":"v1","resource":"widgets"}""", server.Hooks.Calls(ns)[0]["resource"]!.ToJsonString());
    }

    [Fact]
    public async Task An_object_reaches_the_webhook_defaulted_and_with_its_generated_name()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => WebhookFixture.Allow()));

        ApiAnswer made = await server.PostAsync(ApiServerFixture.Widgets.In(ns), """{"apiVersion":"test.example.com/v1","kind":"Widget","metadata":{"generateName":"g-"},"spec":{}}""");

        JsonObject call = Assert.Single(server.Hooks.Calls(ns));
        Assert.Equal((made.At("metadata.name"), "1"), (call["name"]!.GetValue<string>(), call["object"]!["spec"]!["replicas"]!.ToJsonString()));
    }

    [Fact]
    public async Task Invalid_objects_never_reach_a_validating_webhook()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => WebhookFixture.Deny()));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a", """{"color":"pink"}""");

        Assert.Equal((422, 0), (answer.Code, server.Hooks.Calls(ns).Count));
    }

    [Fact]
    public async Task Subresources_are_sent_only_where_a_rule_names_them()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.CreateWidgetAsync(ns, "a");
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => WebhookFixture.Allow()), webhook => webhook["rules"]![0]!["resources"] = new JsonArray("widgets/scale"));

        await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/a/status", """{"status":{"phase":"Up"}}""");
        ApiAnswer scaled = await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/a/scale", """{"spec":{"replicas":4}}""");

        JsonObject call = Assert.Single(server.Hooks.Calls(ns));
        Assert.Equal((200, "scale", "Scale", "Scale", "1>4"), (
            scaled.Code, call["subResource"]!.GetValue<string>(), call["kind"]!["kind"]!.GetValue<string>(), call["object"]!["kind"]!.GetValue<string>(),
            $"{call["oldObject"]!["spec"]!["replicas"]}>{call["object"]!["spec"]!["replicas"]}"));
    }

    [Fact]
    public async Task Warnings_are_passed_on_once_even_with_a_denial()
    {
        string ns = await server.CreateNamespaceAsync();
        JsonObject denial = WebhookFixture.Deny();
        denial["warnings"] = new JsonArray("mind the \"gap\"", "and the step", "and the step");
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => denial.DeepClone().AsObject()));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal(["299 - \"mind the \\\"gap\\\"\"", "299 - \"and the step\""], answer.Warnings);
    }

    [Fact]
    public async Task Object_selectors_look_at_the_object_before_and_after()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => WebhookFixture.Allow()), webhook =>
            webhook["objectSelector"] = JsonNode.Parse("""{"matchExpressions":[{"key":"tier","operator":"In","values":["front"]}]}"""));

        await server.CreateWidgetAsync(ns, "none");
        await server.CreateWidgetAsync(ns, "front", metadata: """{"labels":{"tier":"front"}}""");
        await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/front", """{"metadata":{"labels":{"tier":"back"}}}""");
        await server.MergeAsync($"{ApiServerFixture.Widgets.In(ns)}/front", """{"spec":{"color":"red"}}""");

        Assert.Equal(["CREATE front", "UPDATE front"], server.Hooks.Calls(ns).Select(call => $"{call["operation"]} {call["name"]}"));
    }

    [Fact]
    public async Task A_removed_configuration_is_no_longer_asked()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => WebhookFixture.Deny()));
        ApiAnswer denied = await server.CreateWidgetAsync(ns, "a");

        await server.DeleteAsync($"{WebhookFixture.Validating}/v-{ns}");

        Assert.Equal((400, 201), (denied.Code, (await server.CreateWidgetAsync(ns, "a")).Code));
    }

    [Fact]
    public async Task A_terminating_namespace_is_emptied_past_webhooks_once_they_allow_it()
    {
        string ns = await server.CreateNamespaceAsync();
        bool allows = false;
        await server.CreateWidgetAsync(ns, "a");
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => Volatile.Read(ref allows) ? WebhookFixture.Allow() : WebhookFixture.Deny()));

        await server.DeleteAsync($"api/v1/namespaces/{ns}");
        Volatile.Write(ref allows, true);

        await server.WaitUntilGoneAsync("api/v1/namespaces", ns);
    }
}
