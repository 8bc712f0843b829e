using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Authorization;

/// <summary>Roles and cluster roles: each rule is about resources or about paths.</summary>
/// <param name="isNamespaced">Whether it is about roles, which cannot be about paths.</param>
internal sealed class RoleStrategy(bool isNamespaced) : ResourceStrategy
{
    public override IReadOnlyList<string> CheckName(string name) => NameRules.PathSegment(name);

    public override void Complete(JsonObject resource)
    {
        // A role without rules says so.
        if (resource["rules"] is not JsonArray { Count: > 0 })
            resource["rules"] = null;
    }

    public override IEnumerable<FieldError> Validate(JsonObject resource, JsonObject? previous) =>
        resource.Array("rules").Objects().SelectMany((rule, index) => Rule(rule, $"rules[{index}]"));

    private IEnumerable<FieldError> Rule(JsonObject rule, string path)
    {
        if (rule["verbs"].Strings().Count == 0)
            yield return FieldError.Required($"{path}.verbs", "verbs must contain at least one value");
        IReadOnlyList<string> groups = rule["apiGroups"].Strings(), resources = rule["resources"].Strings(), paths = rule["nonResourceURLs"].Strings();
        if (paths.Count > 0)
        {
            if (isNamespaced)
                yield return FieldError.Invalid($"{path}.nonResourceURLs", paths.ToJsonArray(), "namespaced rules cannot apply to non-resource URLs");
            if (groups.Count > 0 || resources.Count > 0 || rule["resourceNames"].Strings().Count > 0)
                yield return FieldError.Invalid($"{path}.nonResourceURLs", paths.ToJsonArray(), "rules cannot apply to both regular resources and non-resource URLs");
            yield break;
        }

        if (groups.Count == 0)
            yield return FieldError.Required($"{path}.apiGroups", "resource rules must supply at least one api group");
        if (resources.Count == 0)
            yield return FieldError.Required($"{path}.resources", "resource rules must supply at least one resource");
    }
}
