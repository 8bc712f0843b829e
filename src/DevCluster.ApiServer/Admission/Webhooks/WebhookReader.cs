using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Reads the webhooks of a stored configuration, which has passed <see cref="WebhookConfigurationRules"/> and is defaulted.</summary>
internal static class WebhookReader
{
    public static IEnumerable<Webhook> Read(JsonObject configuration)
    {
        bool isMutating = configuration.Text("kind") == "MutatingWebhookConfiguration";
        return configuration.Array("webhooks").Objects().Select(webhook => Read(webhook, isMutating));
    }

    private static Webhook Read(JsonObject webhook, bool isMutating) => new()
    {
        Name = webhook.Text("name") ?? string.Empty,
        IsMutating = isMutating,
        Address = Address(webhook.Object("clientConfig")!),
        CaPem = Encoding.UTF8.GetString(Convert.FromBase64String(webhook.Text("clientConfig", "caBundle") ?? string.Empty)),
        Rules = [.. webhook.Array("rules").Objects().Select(Rule)],
        NamespaceSelector = LabelSelectorReader.Read(webhook.Object("namespaceSelector")),
        ObjectSelector = LabelSelectorReader.Read(webhook.Object("objectSelector")),
        MatchConditions = [.. webhook.Array("matchConditions").Objects().Select(condition => MatchCondition.Compile(condition.Text("name") ?? string.Empty, condition.Text("expression")!.Trim()))],
        MatchesEquivalents = webhook.Text("matchPolicy") != "Exact",
        IgnoresFailures = webhook.Text("failurePolicy") == "Ignore",
        MayBeAskedAgain = webhook.Text("reinvocationPolicy") == "IfNeeded",
        Timeout = TimeSpan.FromSeconds(webhook["timeoutSeconds"].Whole() ?? 10),
    };

    private static Uri Address(JsonObject client)
    {
        if (client.Text("url") is { } url)
            return new Uri(url);
        JsonObject service = client.Object("service")!;
        string host = ServiceHosts.Name(service.Text("namespace") ?? string.Empty, service.Text("name") ?? string.Empty);
        return new Uri($"https://{host}:{service["port"].Whole() ?? 443}/{service.Text("path")?.TrimStart('/')}");
    }

    private static WebhookRule Rule(JsonObject rule) => new(
        rule["operations"].Strings(), rule["apiGroups"].Strings(), rule["apiVersions"].Strings(), rule["resources"].Strings(), rule.Text("scope") ?? "*");
}
