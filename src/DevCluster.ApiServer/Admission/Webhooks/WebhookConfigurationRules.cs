using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>What a webhook configuration must look like.</summary>
internal static class WebhookConfigurationRules
{
    private static readonly string[] SideEffects = ["None", "NoneOnDryRun"];
    private static readonly string[] Versions = ["v1", "v1beta1"];

    public static IEnumerable<FieldError> Validate(JsonObject configuration)
    {
        JsonObject[] webhooks = [.. configuration.Array("webhooks").Objects()];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < webhooks.Length; index++)
        {
            string path = $"webhooks[{index}]";
            foreach (FieldError error in Webhook(webhooks[index], path))
                yield return error;
            if (webhooks[index].Text("name") is { Length: > 0 } name && !names.Add(name))
                yield return FieldError.Duplicate($"{path}.name", JsonValue.Create(name));
        }
    }

    private static IEnumerable<FieldError> Webhook(JsonObject webhook, string path)
    {
        JsonObject[] rules = [.. webhook.Array("rules").Objects()];
        return
        [
            .. Name(webhook.Text("name") ?? string.Empty, $"{path}.name"),
            .. rules.SelectMany((rule, index) => WebhookRuleRules.Validate(rule, $"{path}.rules[{index}]")),
            .. OneOf(webhook, "failurePolicy", path, "Fail", "Ignore"),
            .. OneOf(webhook, "matchPolicy", path, "Equivalent", "Exact"),
            .. OneOf(webhook, "reinvocationPolicy", path, "IfNeeded", "Never"),
            .. SideEffect(webhook.Text("sideEffects"), $"{path}.sideEffects"),
            .. TimeoutIn(webhook["timeoutSeconds"].Whole(), $"{path}.timeoutSeconds"),
            .. ReviewVersions(webhook["admissionReviewVersions"].Strings(), $"{path}.admissionReviewVersions"),
            .. LabelSelectorReader.Validate(webhook.Object("namespaceSelector"), $"{path}.namespaceSelector"),
            .. LabelSelectorReader.Validate(webhook.Object("objectSelector"), $"{path}.objectSelector"),
            .. WebhookClientRules.Validate(webhook.Object("clientConfig"), $"{path}.clientConfig"),
            .. MatchConditionRules.Validate(webhook.Array("matchConditions"), $"{path}.matchConditions"),
        ];
    }

    private static IEnumerable<FieldError> Name(string name, string path)
    {
        if (name.Length == 0)
            yield return FieldError.Required(path, string.Empty);
        else if (NameRules.DnsSubdomain(name) is { Count: > 0 } problems)
            yield return FieldError.Invalid(path, JsonValue.Create(name), string.Join(",", problems));
        else if (name.Split('.').Length < 3)
            yield return FieldError.Invalid(path, JsonValue.Create(name), "should be a domain with at least three segments separated by dots");
    }

    private static IEnumerable<FieldError> OneOf(JsonObject webhook, string field, string path, params string[] supported)
    {
        if (webhook.Text(field) is { } value && !supported.Contains(value))
            yield return FieldError.NotSupported($"{path}.{field}", JsonValue.Create(value), supported);
    }

    private static IEnumerable<FieldError> SideEffect(string? value, string path)
    {
        if (value is null)
            yield return FieldError.Required(path, $"must specify one of {string.Join(", ", SideEffects)}");
        else if (!SideEffects.Contains(value))
            yield return FieldError.NotSupported(path, JsonValue.Create(value), SideEffects);
    }

    private static IEnumerable<FieldError> TimeoutIn(long? seconds, string path)
    {
        if (seconds is < 1 or > 30)
            yield return FieldError.Invalid(path, JsonValue.Create(seconds), "the timeout value must be between 1 and 30 seconds");
    }

    private static IEnumerable<FieldError> ReviewVersions(IReadOnlyList<string> versions, string path)
    {
        if (versions.Count == 0)
            yield return FieldError.Required(path, $"must specify one of {string.Join(", ", Versions)}");
        else if (!versions.Intersect(Versions, StringComparer.Ordinal).Any())
            yield return FieldError.Invalid(path, versions.ToJsonArray(), $"must include at least one of {string.Join(", ", Versions)}");
        else if (!versions.Contains("v1"))
            yield return FieldError.NotSupported(path, versions.ToJsonArray(), ["v1"]);
        for (int index = 1; index < versions.Count; index++)
        {
            if (versions.Take(index).Contains(versions[index]))
                yield return FieldError.Invalid($"{path}[{index}]", JsonValue.Create(versions[index]), "duplicate version");
        }
    }
}
