using System.Text.Json.Nodes;
using ElementalProvider.Admission.Webhooks;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.Admission.Tests.Support;

/// <summary>Questions as the API server asks them.</summary>
internal static class Questions
{
    /// <summary>The question for a new object.</summary>
    public static JsonObject Create(string kind, JsonObject written) => Of(kind, "CREATE", written, stored: null);

    /// <summary>The question for a change.</summary>
    public static JsonObject Update(string kind, JsonObject stored, JsonObject written) => Of(kind, "UPDATE", written, stored);

    /// <summary>Any question, with everything beside it that an API server sends.</summary>
    public static JsonObject Of(string kind, string operation, JsonObject? written, JsonObject? stored) => new()
    {
        ["kind"] = "AdmissionReview",
        ["apiVersion"] = "admission.k8s.io/v1",
        ["request"] = new JsonObject
        {
            ["uid"] = "705ab4f5-6393-11e8-b7cc-42010a800002",
            ["kind"] = new JsonObject { ["group"] = ElementalGroup.Name, ["version"] = ElementalGroup.Version, ["kind"] = kind },
            ["resource"] = new JsonObject { ["group"] = ElementalGroup.Name, ["version"] = ElementalGroup.Version, ["resource"] = Plural(kind) },
            ["requestKind"] = new JsonObject { ["group"] = ElementalGroup.Name, ["version"] = ElementalGroup.Version, ["kind"] = kind },
            ["name"] = "it",
            ["namespace"] = "default",
            ["operation"] = operation,
            ["userInfo"] = new JsonObject { ["username"] = "jane", ["groups"] = new JsonArray("system:authenticated") },
            ["object"] = written?.DeepClone(),
            ["oldObject"] = stored?.DeepClone(),
            ["dryRun"] = false,
            ["options"] = new JsonObject { ["kind"] = "UpdateOptions", ["apiVersion"] = "meta.k8s.io/v1" },
        },
    };

    /// <summary>An object of a kind; the rest is JSON beside its name.</summary>
    public static JsonObject Object(string kind, string rest = "{}")
    {
        JsonObject document = JsonNode.Parse(rest)!.AsObject();
        document["apiVersion"] = ElementalGroup.ApiVersion;
        document["kind"] = kind;
        JsonObject metadata = document["metadata"] as JsonObject ?? [];
        document["metadata"] = metadata;
        metadata["name"] = "it";
        metadata["namespace"] = "default";
        return document;
    }

    /// <summary>Where a kind is judged.</summary>
    public static string PathOf(string kind) => WebhookTable.Create().Single(webhook => webhook.Type.Kind == kind).Path;

    private static string Plural(string kind) => WebhookTable.Create().Single(webhook => webhook.Type.Kind == kind).Type.Plural;
}
