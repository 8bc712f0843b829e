using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Reads from a schema how values are owned.</summary>
internal static class FieldShapes
{
    public static FieldShape Of(JsonNode? value, StructuralSchema schema) => value switch
    {
        JsonObject when !schema.AtomicMap => FieldShape.Members,
        JsonArray when schema.ListType is "map" or "set" => FieldShape.Items,
        _ => FieldShape.Leaf,
    };

    public static StructuralSchema Member(StructuralSchema schema, string name) => schema.Member(name) ?? StructuralSchema.Anything;

    public static StructuralSchema Item(StructuralSchema schema) => schema.Items ?? StructuralSchema.Anything;

    public static bool IsEmpty(JsonNode? value) => value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 };

    /// <summary>The items of a list by their path elements; of repeated ones the first, and none that has no element.</summary>
    public static IReadOnlyDictionary<string, JsonNode?> ByElement(JsonArray? items, StructuralSchema schema)
    {
        var found = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (JsonNode? item in items ?? [])
        {
            if (FieldElement.OfItem(item, schema) is { } element)
                found.TryAdd(element, item);
        }

        return found;
    }
}

/// <summary>How a value is owned.</summary>
internal enum FieldShape
{
    /// <summary>As a whole: scalars, atomic lists and atomic objects.</summary>
    Leaf,

    /// <summary>Member by member.</summary>
    Members,

    /// <summary>Item by item: lists that are sets or maps.</summary>
    Items,
}
