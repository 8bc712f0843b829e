using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>Drops the members that a schema does not know.</summary>
/// <param name="metadata">Schema of object metadata.</param>
internal sealed class SchemaPruner(StructuralSchema metadata)
{
    /// <summary>Prunes a whole resource in place.</summary>
    /// <returns>Paths of what was dropped, sorted.</returns>
    public IReadOnlyList<string> Prune(JsonObject resource, StructuralSchema schema)
    {
        var dropped = new List<string>();
        PruneObject(resource, schema, string.Empty, isResource: true, dropped);
        dropped.Sort(StringComparer.Ordinal);
        return dropped;
    }

    private void PruneValue(JsonNode? value, StructuralSchema schema, string path, List<string> dropped)
    {
        if (value is JsonObject child)
        {
            PruneObject(child, schema, path, schema.EmbeddedResource, dropped);
        }
        else if (value is JsonArray array && schema.Items is { } items)
        {
            for (int index = 0; index < array.Count; index++)
                PruneValue(array[index], items, $"{path}[{index}]", dropped);
        }
    }

    private void PruneObject(JsonObject value, StructuralSchema schema, string path, bool isResource, List<string> dropped)
    {
        List<string>? unknown = null;
        foreach ((string name, JsonNode? member) in value)
        {
            string memberPath = path.Length == 0 ? name : $"{path}.{name}";
            if (isResource && name is "apiVersion" or "kind")
                continue;
            if (isResource && name == "metadata")
                PruneValue(member, metadata, memberPath, dropped);
            else if (schema.Member(name) is { } known)
                PruneValue(member, known, memberPath, dropped);
            else if (!schema.PreserveUnknownFields)
                (unknown ??= []).Add(name);
        }

        foreach (string name in unknown ?? [])
        {
            value.Remove(name);
            dropped.Add(path.Length == 0 ? name : $"{path}.{name}");
        }
    }
}
