using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>Fills in defaults, and drops nulls where a schema does not allow them.</summary>
internal static class SchemaDefaulter
{
    public static void Apply(JsonNode? value, StructuralSchema schema)
    {
        if (value is JsonObject parent)
        {
            ApplyToObject(parent, schema);
        }
        else if (value is JsonArray array && schema.Items is { } items)
        {
            foreach (JsonNode? item in array)
                Apply(item, items);
        }
    }

    private static void ApplyToObject(JsonObject parent, StructuralSchema schema)
    {
        foreach ((string name, StructuralSchema member) in schema.Properties)
        {
            if (parent.TryGetPropertyValue(name, out JsonNode? present) && (present is not null || member.Nullable))
                continue;
            if (member.Default is { } fallback)
                parent[name] = fallback.DeepClone();
            else
                parent.Remove(name);
        }

        foreach ((string name, JsonNode? member) in parent)
        {
            if (schema.Member(name) is { } known)
                Apply(member, known);
        }
    }
}
