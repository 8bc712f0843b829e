using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Admission.Webhooks;

/// <summary>What a rule of a webhook must look like.</summary>
internal static class WebhookRuleRules
{
    private static readonly string[] Operations = ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"];
    private static readonly string[] Scopes = ["*", "Cluster", "Namespaced"];

    public static IEnumerable<FieldError> Validate(JsonObject rule, string path)
    {
        foreach (FieldError error in List(rule, "operations", "operations", path, []).Concat(List(rule, "apiGroups", "API groups", path, [])).Concat(List(rule, "apiVersions", "API versions", path, [string.Empty])))
            yield return error;
        IReadOnlyList<string> operations = rule["operations"].Strings();
        for (int index = 0; index < operations.Count; index++)
        {
            if (!Operations.Contains(operations[index]))
                yield return FieldError.NotSupported($"{path}.operations[{index}]", JsonValue.Create(operations[index]), Operations);
        }

        foreach (FieldError error in Resources(rule["resources"].Strings(), $"{path}.resources"))
            yield return error;
        if (rule.Text("scope") is { } scope && !Scopes.Contains(scope))
            yield return FieldError.NotSupported($"{path}.scope", JsonValue.Create(scope), Scopes);
    }

    private static IEnumerable<FieldError> List(JsonObject rule, string field, string name, string path, string[] forbidden)
    {
        IReadOnlyList<string> values = rule[field].Strings();
        if (values.Count == 0)
            yield return FieldError.Required($"{path}.{field}", string.Empty);
        if (values.Count > 1 && values.Contains("*"))
            yield return FieldError.Invalid($"{path}.{field}", values.ToJsonArray(), $"if '*' is present, must not specify other {name}");
        for (int index = 0; index < values.Count; index++)
        {
            if (forbidden.Contains(values[index]))
                yield return FieldError.Required($"{path}.{field}[{index}]", string.Empty);
        }
    }

    private static IEnumerable<FieldError> Resources(IReadOnlyList<string> resources, string path)
    {
        if (resources.Count == 0)
            yield return FieldError.Required(path, string.Empty);
        if (resources.Count > 1 && resources.Contains("*/*"))
            yield return FieldError.Invalid(path, resources.ToJsonArray(), "if '*/*' is present, must not specify other resources");
        for (int index = 0; index < resources.Count; index++)
        {
            string resource = resources[index];
            if (resource.Length == 0)
                yield return FieldError.Required($"{path}[{index}]", string.Empty);
            else if (resource != "*" && !resource.Contains('/', StringComparison.Ordinal) && resources.Contains("*"))
                yield return FieldError.Invalid($"{path}[{index}]", JsonValue.Create(resource), $"if '*' is present, must not specify {resource}");
        }
    }
}
