using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Admission;

public sealed class WebhookFailureTests(WebhookFixture server) : IClassFixture<WebhookFixture>
{
    private const string Nowhere = "https://127.0.0.1:1/x";

    [Fact]
    public async Task A_webhook_that_is_down_fails_the_request()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", Nowhere);

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal(
            (500, "InternalError", "Internal error occurred: failed calling webhook \"v.test.example.com\": failed to call webhook: Post \"https://127.0.0.1:1/x?timeout=10s\": dial tcp 127.0.0.1:1: connect: connection refused"),
            (answer.Code, answer.Reason, answer.Message));
    }

    [Theory]
    [InlineData(WebhookFixture.Validating)]
    [InlineData(WebhookFixture.Mutating)]
    public async Task A_webhook_that_is_down_is_passed_over_where_it_says_so(string collection)
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(collection, ns, "v", Nowhere, webhook => webhook["failurePolicy"] = "Ignore");

        Assert.Equal(201, (await server.CreateWidgetAsync(ns, "a")).Code);
    }

    [Fact]
    public async Task A_webhook_that_does_not_answer_in_time_counts_as_down()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => null), webhook => webhook["timeoutSeconds"] = 1);

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal(500, answer.Code);
        Assert.EndsWith("context deadline exceeded", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_untrusted_certificate_counts_as_down()
    {
        await using TestWebhooks stranger = await TestWebhooks.StartAsync("stranger");
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", stranger.On(ns, _ => WebhookFixture.Allow()));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal((500, 0), (answer.Code, stranger.Calls(ns).Count));
        Assert.Contains("failed to verify certificate", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"uid":"other","allowed":true}""", "expected response.uid=")]
    [InlineData("""{"allowed":true,"patch":"W10="}""", "validating webhook may not return response.patch")]
    [InlineData("""{"allowed":true,"patchType":"JSONPatch"}""", "validating webhook may not return response.patchType")]
    public async Task An_answer_that_breaks_the_contract_counts_as_none(string response, string problem)
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", server.Hooks.On(ns, _ => JsonNode.Parse(response)!.AsObject()));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal(500, answer.Code);
        Assert.Contains($"failed calling webhook \"v.test.example.com\": received invalid webhook response: {problem}", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"allowed":true,"patch":"W10="}""", "webhook returned response.patch but not response.patchType")]
    [InlineData("""{"allowed":true,"patchType":"JSONPatch"}""", "webhook returned response.patchType but not response.patch")]
    [InlineData("""{"allowed":true,"patchType":"Magic","patch":"W10="}""", "invalid response.patchType")]
    [InlineData("""{"allowed":true,"patchType":"JSONPatch","patch":"!"}""", "response.patch cannot be read")]
    [InlineData("""{"allowed":true,"patchType":"JSONPatch","patch":"e30="}""", "response.patch is not a list of operations")]
    public async Task A_patch_that_cannot_be_read_counts_as_no_answer(string response, string problem)
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Mutating, ns, "m", server.Hooks.On(ns, _ => JsonNode.Parse(response)!.AsObject()));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal(500, answer.Code);
        Assert.Contains(problem, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_is_reached_where_the_options_say_it_is_and_by_its_cluster_name()
    {
        string ns = await server.CreateNamespaceAsync();
        server.Hooks.On(ns, _ => WebhookFixture.Deny("""{"message":"reached"}"""));
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", Nowhere, webhook => UseService(webhook, "hook", ns));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal("admission webhook \"v.test.example.com\" denied the request: reached", answer.Message);
    }

    [Fact]
    public async Task An_unknown_service_fails_with_what_to_do_about_it()
    {
        string ns = await server.CreateNamespaceAsync();
        await server.RegisterAsync(WebhookFixture.Validating, ns, "v", Nowhere, webhook => UseService(webhook, "other", ns));

        ApiAnswer answer = await server.CreateWidgetAsync(ns, "a");

        Assert.Equal(500, answer.Code);
        Assert.Contains("service \"hooks/other\" cannot be reached: this server has no cluster network; use a url, or say in its options where the service is", answer.Message, StringComparison.Ordinal);
    }

    private static void UseService(JsonObject webhook, string name, string path)
    {
        JsonObject client = webhook["clientConfig"]!.AsObject();
        client.Remove("url");
        client["service"] = new JsonObject { ["namespace"] = "hooks", ["name"] = name, ["path"] = $"/{path}" };
    }
}
