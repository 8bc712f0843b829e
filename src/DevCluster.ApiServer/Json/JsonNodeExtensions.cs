using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.Json;

/// <summary>Short, total accessors: a missing member and one of another type are both "not there".</summary>
internal static class JsonNodeExtensions
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(name, out node))
                return null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path).Text();

    public static long? Whole(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out long number) ? number : null;

    public static bool? Flag(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) ? flag : null;

    public static bool IsTrue(this JsonNode? node) => node.Flag() == true;

    public static bool IsNumber(this JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number;

    public static double? Number(this JsonNode? node)
    {
        if (node is not JsonValue value)
            return null;
        return value.TryGetValue(out long whole) ? whole : value.TryGetValue(out double fraction) ? fraction : null;
    }

    public static JsonObject? Object(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonObject;

    public static JsonArray? Array(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) as JsonArray;

    public static IEnumerable<JsonObject> Objects(this JsonArray? array) => array?.OfType<JsonObject>() ?? [];

    public static IReadOnlyList<string> Strings(this JsonNode? node) =>
        node is JsonArray array ? [.. array.Select(item => item.Text()).OfType<string>()] : [];

    /// <summary>The object member <paramref name="name"/>, created where it is missing or of another type.</summary>
    public static JsonObject Ensure(this JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
            return child;
        child = [];
        parent[name] = child;
        return child;
    }

    public static JsonArray ToJsonArray(this IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    public static JsonArray ToJsonArray(this IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    /// <summary>Sets the member to a copy of <paramref name="value"/>, or removes it where there is none.</summary>
    public static void SetOrRemove(this JsonObject parent, string name, JsonNode? value)
    {
        if (value is null)
            parent.Remove(name);
        else
            parent[name] = value.DeepClone();
    }

    public static bool SameAs(this JsonNode? left, JsonNode? right) => JsonNode.DeepEquals(left, right);
}
