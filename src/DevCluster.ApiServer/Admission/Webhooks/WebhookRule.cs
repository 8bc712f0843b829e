using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>Which requests a webhook wants to see. Every list may hold "*".</summary>
/// <param name="Operations">CREATE, UPDATE, DELETE.</param>
/// <param name="Groups">API groups.</param>
/// <param name="Versions">API versions.</param>
/// <param name="Resources">Resources, and subresources after a slash.</param>
/// <param name="Scope">Namespaced, Cluster or *.</param>
internal sealed record WebhookRule(
    IReadOnlyList<string> Operations, IReadOnlyList<string> Groups, IReadOnlyList<string> Versions, IReadOnlyList<string> Resources, string Scope)
{
    private const string Any = "*";

    public bool Matches(string operation, ResourceDefinition definition, string subresource) =>
        Has(Operations, operation) && Has(Groups, definition.Group) && Has(Versions, definition.Version) && MatchesScope(definition)
        && Resources.Any(resource => MatchesResource(resource, definition.Plural, subresource));

    private bool MatchesScope(ResourceDefinition definition) => Scope == Any || (Scope == "Namespaced") == definition.IsNamespaced;

    private static bool MatchesResource(string wanted, string resource, string subresource)
    {
        string[] parts = wanted.Split('/', 2);
        string wantedSubresource = parts.Length > 1 ? parts[1] : string.Empty;
        return (parts[0] == Any || parts[0] == resource) && (wantedSubresource == Any || wantedSubresource == subresource);
    }

    private static bool Has(IReadOnlyList<string> wanted, string actual) => wanted.Contains(Any) || wanted.Contains(actual);
}
