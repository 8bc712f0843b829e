using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Selection;
using ElementalProvider.DevCluster.ApiServer.Storage;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Decides which webhooks see a request, and in which version.</summary>
internal static class WebhookMatcher
{
    /// <summary>The definition in whose version the webhook sees the request, or null where it does not.</summary>
    /// <exception cref="ApiStatusException">404: the webhook selects namespaces, and the namespace of the request is not there. 403: a match condition fails.</exception>
    public static ResourceDefinition? Match(Webhook webhook, AdmissionQuestion request, RegistrySnapshot registry, StoreState state)
    {
        ResourceDefinition requested = request.Target.Definition;
        // Whoever could refuse a change of webhook configurations could lock everybody out for good.
        if (requested.Group == WebhookIndex.Group)
            return null;
        ResourceDefinition? found = Matches(webhook, request, requested)
            ? requested
            : webhook.MatchesEquivalents
                ? registry.Definitions.FirstOrDefault(other => other != requested && other.Storage == requested.Storage && Matches(webhook, request, other))
                : null;
        return found is not null && SelectsNamespace(webhook, request, state) && SelectsObject(webhook, request) && MatchConditionEvaluation.Holds(webhook, request, found) ? found : null;
    }

    /// <summary>The name that rules have for an operation.</summary>
    public static string Name(AdmissionOperation operation) => operation switch
    {
        AdmissionOperation.Create => "CREATE",
        AdmissionOperation.Update => "UPDATE",
        _ => "DELETE",
    };

    private static bool Matches(Webhook webhook, AdmissionQuestion request, ResourceDefinition definition) =>
        webhook.Rules.Any(rule => rule.Matches(Name(request.Operation), definition, request.Target.Subresource));

    private static bool SelectsNamespace(Webhook webhook, AdmissionQuestion request, StoreState state)
    {
        if (webhook.NamespaceSelector.IsEmpty || request.Namespace.Length == 0)
            return true;
        // A namespace is judged by the labels it is about to get.
        if (!request.Target.Definition.IsNamespaced && request.Object is { } next)
            return webhook.NamespaceSelector.Matches(Labels(next));
        StoredObject home = state.Find(new StoreKey(BuiltInResources.Namespaces, string.Empty, request.Namespace))
            ?? throw ApiErrors.NotFound(string.Empty, BuiltInResources.Namespaces, request.Namespace);
        return webhook.NamespaceSelector.Matches(home.Labels);
    }

    private static bool SelectsObject(Webhook webhook, AdmissionQuestion request) =>
        webhook.ObjectSelector.IsEmpty || Selects(webhook.ObjectSelector, request.Object) || Selects(webhook.ObjectSelector, request.OldObject);

    private static bool Selects(LabelSelector selector, JsonObject? resource) => resource is not null && selector.Matches(Labels(resource));

    private static Dictionary<string, string> Labels(JsonObject resource) =>
        (resource.Object("metadata", "labels") ?? []).ToDictionary(label => label.Key, label => label.Value.Text() ?? string.Empty, StringComparer.Ordinal);
}
