using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer;

namespace ElementalProvider.DevCluster.Tests.ApiServer.Admission;

/// <summary>A server that knows the service "hooks/hook" of a webhook server, and short ways to register webhooks.</summary>
public sealed class WebhookFixture : ApiServerFixture, IAsyncLifetime
{
    public const string Mutating = "apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";
    public const string Validating = "apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";

    public TestWebhooks Hooks { get; private set; } = null!;

    protected override DevApiServerOptions Options => base.Options with
    {
        Services = new Dictionary<string, IPEndPoint>(StringComparer.Ordinal) { ["hooks/hook"] = new IPEndPoint(IPAddress.Loopback, Hooks.Port) },
    };

    async Task IAsyncLifetime.InitializeAsync()
    {
        Hooks = await TestWebhooks.StartAsync("hook.hooks.svc");
        await StartWithWidgetsAsync();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Hooks.DisposeAsync();
    }

    /// <summary>Registers a webhook for all writes of widgets in one namespace.</summary>
    /// <param name="collection"><see cref="Mutating"/> or <see cref="Validating"/>.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="name">Name of the configuration, made unique by the namespace.</param>
    /// <param name="url">Where it is called.</param>
    /// <param name="change">Changes the webhook before it is registered.</param>
    public async Task RegisterAsync(string collection, string ns, string name, string url, Action<JsonObject>? change = null)
    {
        ApiAnswer answer = await PostAsync(collection, Configuration(ns, name, url, change).ToJsonString());
        Assert.True(answer.Code == 201, answer.Message);
    }

    public JsonObject Configuration(string ns, string name, string url, Action<JsonObject>? change = null)
    {
        var webhook = new JsonObject
        {
            ["name"] = $"{name}.test.example.com",
            ["clientConfig"] = new JsonObject { ["url"] = url, ["caBundle"] = Hooks.CaBundle },
            ["admissionReviewVersions"] = new JsonArray("v1"),
            ["sideEffects"] = "None",
            ["namespaceSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["kubernetes.io/metadata.name"] = ns } },
            ["rules"] = new JsonArray(new JsonObject
            {
                ["operations"] = new JsonArray("*"),
                ["apiGroups"] = new JsonArray("test.example.com"),
                ["apiVersions"] = new JsonArray("v1"),
                ["resources"] = new JsonArray("widgets"),
            }),
        };
        change?.Invoke(webhook);
        return new JsonObject { ["metadata"] = new JsonObject { ["name"] = $"{name}-{ns}" }, ["webhooks"] = new JsonArray(webhook) };
    }

    public static JsonObject Allow(params string[] warnings) => new() { ["allowed"] = true, ["warnings"] = new JsonArray([.. warnings.Select(text => (JsonNode)text)]) };

    public static JsonObject Deny(string status = "{}") => new() { ["allowed"] = false, ["status"] = JsonNode.Parse(status) };

    public static JsonObject Patch(string operations) =>
        new() { ["allowed"] = true, ["patchType"] = "JSONPatch", ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(operations)) };
}
