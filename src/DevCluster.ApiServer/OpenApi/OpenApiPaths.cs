using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.OpenApi;

/// <summary>
/// The paths of OpenAPI documents: which operations there are, on which kind, with which parameters. kubectl looks for `fieldValidation` and
/// `dryRun` among the parameters to know whether the server checks fields and can do dry runs.
/// </summary>
internal static class OpenApiPaths
{
    public static void Add(JsonObject paths, ResourceDefinition definition, bool isVersion3)
    {
        string root = $"/{OpenApiNames.Root(definition.Group, definition.Version)}";
        string collection = definition.IsNamespaced ? $"{root}/namespaces/{{namespace}}/{definition.Plural}" : $"{root}/{definition.Plural}";
        if (definition.Review is not null)
        {
            paths[collection] = new JsonObject { ["post"] = Operation(definition, "post", isVersion3, "dryRun", "fieldManager", "fieldValidation") };
            return;
        }

        paths[collection] = new JsonObject
        {
            ["get"] = Operation(definition, "list", isVersion3, "labelSelector", "fieldSelector", "limit", "continue", "resourceVersion", "watch"),
            ["post"] = Operation(definition, "post", isVersion3, "dryRun", "fieldManager", "fieldValidation"),
            ["delete"] = Operation(definition, "deletecollection", isVersion3, "labelSelector", "fieldSelector", "dryRun"),
        };
        paths[$"{collection}/{{name}}"] = Item(definition, isVersion3, withDelete: true);
        foreach (Subresource subresource in Subresource.Of(definition))
            paths[$"{collection}/{{name}}/{subresource.Name}"] = Item(definition, isVersion3, withDelete: false);
    }

    private static JsonObject Item(ResourceDefinition definition, bool isVersion3, bool withDelete)
    {
        var item = new JsonObject
        {
            ["get"] = Operation(definition, "get", isVersion3),
            ["put"] = Operation(definition, "put", isVersion3, "dryRun", "fieldManager", "fieldValidation"),
            ["patch"] = Operation(definition, "patch", isVersion3, "dryRun", "fieldManager", "fieldValidation", "force"),
        };
        if (withDelete)
            item["delete"] = Operation(definition, "delete", isVersion3, "dryRun", "gracePeriodSeconds", "propagationPolicy");
        return item;
    }

    private static JsonObject Operation(ResourceDefinition definition, string action, bool isVersion3, params string[] parameters) => new()
    {
        ["parameters"] = new JsonArray([.. parameters.Select(name => (JsonNode)Parameter(name, isVersion3))]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = OpenApiSchemas.GroupVersionKind(definition, definition.Kind),
    };

    private static JsonObject Parameter(string name, bool isVersion3)
    {
        string type = name switch { "watch" or "force" => "boolean", "limit" or "gracePeriodSeconds" => "integer", _ => "string" };
        var parameter = new JsonObject { ["name"] = name, ["in"] = "query" };
        if (isVersion3)
            parameter["schema"] = new JsonObject { ["type"] = type };
        else
            parameter["type"] = type;
        return parameter;
    }
}
