using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Removes fields from an object.</summary>
internal static class FieldRemover
{
    /// <summary>A new tree without the members of <paramref name="fields"/>. What becomes empty stays, unless it is a member itself.</summary>
    public static JsonObject Remove(JsonObject value, FieldSet fields, StructuralSchema schema)
    {
        var kept = new JsonObject();
        foreach ((string name, JsonNode? member) in value)
        {
            FieldNode? node = fields.Find(FieldElement.Field(name));
            if (node is not { IsMember: true })
                kept[name] = RemoveWithin(member, node?.Children, FieldShapes.Member(schema, name));
        }

        return kept;
    }

    private static JsonNode? RemoveWithin(JsonNode? value, FieldSet? fields, StructuralSchema schema) => fields is null or { IsEmpty: true }
        ? value?.DeepClone()
        : FieldShapes.Of(value, schema) switch
        {
            FieldShape.Members => Remove(value!.AsObject(), fields, schema),
            FieldShape.Items => RemoveItems(value!.AsArray(), fields, schema),
            _ => value?.DeepClone(),
        };

    private static JsonArray RemoveItems(JsonArray items, FieldSet fields, StructuralSchema schema)
    {
        var kept = new JsonArray();
        foreach (JsonNode? item in items)
        {
            FieldNode? node = FieldElement.OfItem(item, schema) is { } element ? fields.Find(element) : null;
            if (node is not { IsMember: true })
                kept.Add(RemoveWithin(item, node?.Children, FieldShapes.Item(schema)));
        }

        return kept;
    }
}
