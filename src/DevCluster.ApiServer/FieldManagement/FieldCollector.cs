using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Collects the fields that a value sets.</summary>
internal static class FieldCollector
{
    public static FieldSet Collect(JsonNode? value, StructuralSchema schema) => FieldShapes.Of(value, schema) switch
    {
        FieldShape.Members => FieldSet.Of(value!.AsObject().Select(member => OfMember(member.Key, member.Value, schema))),
        FieldShape.Items => FieldSet.Of(FieldShapes.ByElement(value!.AsArray(), schema)
            .Select(item => new FieldNode(item.Key, true, Collect(item.Value, FieldShapes.Item(schema))))),
        _ => FieldSet.Empty,
    };

    /// <summary>A declared object is owned through its members, unless it has none; what is not declared is owned itself too.</summary>
    private static FieldNode OfMember(string name, JsonNode? value, StructuralSchema schema)
    {
        StructuralSchema member = FieldShapes.Member(schema, name);
        bool isMember = value is null or JsonObject { Count: 0 } || FieldShapes.Of(value, member) == FieldShape.Leaf || !schema.Properties.ContainsKey(name);
        return new FieldNode(FieldElement.Field(name), isMember, Collect(value, member));
    }
}
