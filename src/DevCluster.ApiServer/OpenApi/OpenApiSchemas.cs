using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Registry;

namespace ElementalProvider.DevCluster.ApiServer.OpenApi;

/// <summary>The schemas of OpenAPI documents.</summary>
internal static class OpenApiSchemas
{
    public static JsonObject Kind(ResourceDefinition definition, string references)
    {
        JsonObject schema = definition.Schema.Source.DeepClone().AsObject();
        JsonObject properties = schema.Ensure("properties");
        properties["apiVersion"] = Text("APIVersion defines the versioned schema of this representation of an object.");
        properties["kind"] = Text("Kind is a string value representing the REST resource this object represents.");
        properties["metadata"] = Reference(
            "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata", references + OpenApiNames.ObjectMeta);
        schema["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(definition, definition.Kind));
        return schema;
    }

    public static JsonObject List(ResourceDefinition definition, string references) => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("items"),
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = Text("APIVersion defines the versioned schema of this representation of an object."),
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = references + OpenApiNames.Schema(definition) }) } },
            ["kind"] = Text("Kind is a string value representing the REST resource this object represents."),
            ["metadata"] = Reference("Standard list metadata.", references + OpenApiNames.ListMeta),
        },
        ["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(definition, definition.ListKind)),
    };

    public static JsonObject Metadata(ResourceDefinition definition) => definition.MetadataSchema.Source.DeepClone().AsObject();

    public static JsonObject ListMetadata() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["continue"] = Text("Token to get the next page with."),
            ["remainingItemCount"] = new JsonObject { ["type"] = "integer", ["format"] = "int64" },
            ["resourceVersion"] = Text("Version of the list."),
        },
    };

    public static JsonObject GroupVersionKind(ResourceDefinition definition, string kind) =>
        new() { ["group"] = definition.Group, ["kind"] = kind, ["version"] = definition.Version };

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Reference(string description, string reference) =>
        new() { ["description"] = description, ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = reference }) };
}
