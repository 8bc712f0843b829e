using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.FieldManagement;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.Resources;

/// <summary>What an applied configuration must look like.</summary>
internal static class ApplyRules
{
    /// <exception cref="ApiStatusException">400: it names another object. 500, as the reference server answers it: it does not fit the schema.</exception>
    public static void Check(ResourceTarget target, DecodedBody body, WriteOptions options)
    {
        JsonObject configuration = body.Root;
        ReportDuplicates(target, body, options);
        CheckType(configuration, target.Definition);
        if (configuration.At("metadata", "managedFields") is not null)
            throw ApiErrors.BadRequest("metadata.managedFields must be nil");
        CheckPlace(configuration, target);
        if (ConfigurationChecker.Check(configuration, target.Definition.WholeSchema) is { Count: > 0 } problems)
            throw ApiErrors.Unclassified($"failed to create typed patch object ({Qualified(target)}; {target.Definition.ApiVersion}, Kind={target.Definition.Kind}): {Join(problems)}");
    }

    private static void CheckType(JsonObject configuration, ResourceDefinition definition)
    {
        string apiVersion = configuration.Text("apiVersion") ?? string.Empty, kind = configuration.Text("kind") ?? string.Empty;
        if (kind.Length == 0)
            throw ApiErrors.BadRequest("invalid object type: Object 'Kind' is missing");
        if (apiVersion != definition.ApiVersion || kind != definition.Kind)
            throw ApiErrors.BadRequest($"invalid object type: {apiVersion}, Kind={kind}: expected {definition.ApiVersion}, Kind={definition.Kind}");
    }

    private static void CheckPlace(JsonObject configuration, ResourceTarget target)
    {
        string name = configuration.Text("metadata", "name") ?? string.Empty;
        if (name != target.Name)
            throw ApiErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({target.Name})");
        if (target.Definition.IsNamespaced && configuration.Text("metadata", "namespace") is { Length: > 0 } given && given != target.Namespace)
            throw ApiErrors.BadRequest($"the namespace of the provided object does not match the namespace sent on the request");
    }

    private static void ReportDuplicates(ResourceTarget target, DecodedBody body, WriteOptions options)
    {
        if (options.FieldValidation == FieldValidation.Ignore)
            return;
        string[] problems = [.. body.Duplicates.Select(path => $"key \"{path[(path.LastIndexOf('.') + 1)..]}\" already set in map")];
        if (problems.Length > 0 && options.FieldValidation == FieldValidation.Strict)
            throw ApiErrors.BadRequest($"error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  {string.Join("\n  ", problems)}");
        target.Warnings.AddRange(problems);
    }

    private static string Qualified(ResourceTarget target) => $"{target.Namespace}/{target.Name}";

    private static string Join(IReadOnlyList<string> problems) => problems.Count == 1 ? problems[0] : $"errors:\n  {string.Join("\n  ", problems)}";
}
