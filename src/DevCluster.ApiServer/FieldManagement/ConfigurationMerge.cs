using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Lays an applied configuration over the live object.</summary>
internal static class ConfigurationMerge
{
    /// <summary>A new tree with all that the live object has and, where both have a field, what the configuration says.</summary>
    public static JsonObject Merge(JsonObject live, JsonObject configuration, StructuralSchema schema)
    {
        JsonObject merged = live.DeepClone().AsObject();
        foreach ((string name, JsonNode? value) in configuration)
            merged[name] = MergeValue(merged[name], value, FieldShapes.Member(schema, name));
        return merged;
    }

    private static JsonNode? MergeValue(JsonNode? live, JsonNode? configured, StructuralSchema schema) => (FieldShapes.Of(configured, schema), live) switch
    {
        (FieldShape.Members, JsonObject members) => Merge(members, configured!.AsObject(), schema),
        (FieldShape.Items, JsonArray items) => MergeItems(items, configured!.AsArray(), schema),
        _ => configured?.DeepClone(),
    };

    /// <summary>
    /// Items of both come in the order of the configuration; items that only the live list has stay before the shared item that they precede there.
    /// </summary>
    private static JsonArray MergeItems(JsonArray live, JsonArray configured, StructuralSchema schema)
    {
        IReadOnlyDictionary<string, JsonNode?> wanted = FieldShapes.ByElement(configured, schema), present = FieldShapes.ByElement(live, schema);
        (string Element, JsonNode? Item)[] before = [.. live.Select(item => (FieldElement.OfItem(item, schema) ?? string.Empty, item))];
        var merged = new JsonArray();
        int at = 0;
        foreach ((string element, JsonNode? item) in wanted)
        {
            if (!present.TryGetValue(element, out JsonNode? counterpart))
            {
                // A new item comes after what only the live list has here.
                TakeLiveOnly();
                merged.Add(item?.DeepClone());
                continue;
            }

            TakeLiveOnly();
            while (at < before.Length && before[at].Element != element && Array.FindIndex(before, at, entry => entry.Element == element) >= 0)
            {
                at++;
                TakeLiveOnly();
            }

            if (at < before.Length && before[at].Element == element)
                at++;
            merged.Add(MergeValue(counterpart, item, FieldShapes.Item(schema)));
        }

        for (; at < before.Length; at++)
            AddIfLiveOnly(before[at]);
        return merged;

        void TakeLiveOnly()
        {
            for (; at < before.Length && !wanted.ContainsKey(before[at].Element); at++)
                AddIfLiveOnly(before[at]);
        }

        void AddIfLiveOnly((string Element, JsonNode? Item) entry)
        {
            if (!wanted.ContainsKey(entry.Element))
                merged.Add(entry.Item?.DeepClone());
        }
    }
}
