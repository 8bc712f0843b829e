using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>Fills in defaults, and drops nulls where a schema does not allow them.</summary>
internal static class SchemaDefaulter
{
    /// <param name="value">What to complete, in place.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="keepsNulls">Whether nulls stay where there is no default for them.</param>
    public static void Apply(JsonNode? value, StructuralSchema schema, bool keepsNulls = false)
    {
        if (value is JsonObject parent)
        {
            ApplyToObject(parent, schema, keepsNulls);
        }
        else if (value is JsonArray array && schema.Items is { } items)
        {
            foreach (JsonNode? item in array)
                Apply(item, items, keepsNulls);
        }
    }

    private static void ApplyToObject(JsonObject parent, StructuralSchema schema, bool keepsNulls)
    {
        foreach ((string name, StructuralSchema member) in schema.Properties)
        {
            if (parent.TryGetPropertyValue(name, out JsonNode? present) && (present is not null || member.Nullable))
                continue;
            if (member.Default is { } fallback)
                parent[name] = fallback.DeepClone();
            else if (!keepsNulls)
                parent.Remove(name);
        }

        foreach ((string name, JsonNode? member) in parent)
        {
            if (schema.Member(name) is { } known)
                Apply(member, known, keepsNulls);
        }
    }
}
