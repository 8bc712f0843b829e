using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>Reads the values that field selectors compare.</summary>
internal static class SelectableFieldValues
{
    public static IReadOnlyDictionary<string, string> Of(JsonObject resource, ResourceDefinition definition)
    {
        if (definition.SelectableFields.Count == 0)
            return FrozenDictionary<string, string>.Empty;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string field in definition.SelectableFields)
        {
            if (resource.At(field.Split('.')) is { } value)
                values[field] = value.Text() ?? value.ToJsonString();
        }

        return values;
    }
}
