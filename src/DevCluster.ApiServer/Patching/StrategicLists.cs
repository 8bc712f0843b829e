using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Patching;

/// <summary>How a strategic merge patch merges lists: by key where the schema names one, else by value.</summary>
internal static class StrategicLists
{
    /// <returns>A new list.</returns>
    /// <exception cref="PatchException">An item does not have the key, or a directive makes no sense.</exception>
    public static JsonArray Merge(JsonArray live, JsonArray patch, StructuralSchema schema) =>
        schema.PatchMergeKey.Length == 0 ? Distinct(live.Concat(patch)) : MergeByKey(live, patch, schema);

    /// <summary>
    /// Merges, and brings the items that <paramref name="order"/> names into its order. The others keep theirs, each before the first of the
    /// named that it stood before.
    /// </summary>
    /// <exception cref="PatchException">The patch has items that the order does not name, or in another order.</exception>
    public static JsonArray MergeInOrder(JsonArray? live, JsonArray? patch, JsonArray order, StructuralSchema schema)
    {
        string key = schema.PatchMergeKey;
        RequireOrder(patch ?? [], order, key);
        JsonArray merged = (live, patch) switch
        {
            (null, { } added) => StrategicMergePatch.Plain(added)!.AsArray(),
            ({ } present, null) => present,
            ({ } present, { } changes) when schema.PatchStrategy == "merge" => Merge(present, changes, schema),
            var (_, replacement) => StrategicMergePatch.Plain(replacement)!.AsArray(),
        };
        JsonNode?[] named = [.. merged.Where(item => Index(order, item, key) >= 0).OrderBy(item => Index(order, item, key))];
        JsonNode?[] others = [.. merged.Where(item => Index(order, item, key) < 0)];
        return Interleave(others, named, live ?? [], key).Select(item => item?.DeepClone()).ToJsonArray();
    }

    private static IEnumerable<JsonNode?> Interleave(JsonNode?[] others, JsonNode?[] named, JsonArray live, string key)
    {
        int other = 0;
        foreach (JsonNode? item in named)
        {
            int place = Index(live, item, key);
            for (; other < others.Length && Index(live, others[other], key) is var its and >= 0 && its < place; other++)
                yield return others[other];
            yield return item;
        }

        for (; other < others.Length; other++)
            yield return others[other];
    }

    private static void RequireOrder(JsonArray patch, JsonArray order, string key)
    {
        if (order.Count == 0)
            return;
        int at = 0;
        foreach (JsonNode? item in patch.Where(item => DirectiveOf(item) is null))
        {
            if (key.Length > 0)
                KeyOf(item, key);
            while (at < order.Count && !SameItem(order[at], item, key))
                at++;
            if (at++ == order.Count)
                throw new PatchException($"the order in patch list:\n{patch.ToJsonString()}\n doesn't match $setElementOrder list:\n{order.ToJsonString()}", code: 500);
        }
    }

    private static JsonArray MergeByKey(JsonArray live, JsonArray patch, StructuralSchema schema)
    {
        string key = schema.PatchMergeKey;
        bool replaces = patch.Any(item => DirectiveOf(item) == StrategicMergePatch.Replace);
        List<JsonNode?> merged = replaces ? [] : [.. live.Select(item => item?.DeepClone())];
        foreach (JsonNode? item in patch.Where(item => DirectiveOf(item) is not (null or StrategicMergePatch.Replace)))
        {
            if (DirectiveOf(item) != StrategicMergePatch.Delete)
                throw new PatchException($"unknown patch type: {DirectiveOf(item)} in map: {item!.ToJsonString()}", code: 500);
            JsonNode? gone = KeyOf(item, key);
            merged.RemoveAll(candidate => candidate.At(key).SameAs(gone));
        }

        foreach (JsonNode? item in patch.Where(item => DirectiveOf(item) is null))
        {
            JsonNode wanted = KeyOf(item, key);
            if (merged.Find(candidate => candidate.At(key).SameAs(wanted)) is JsonObject existing)
                StrategicMergePatch.Apply(existing, item!.AsObject(), schema.Items ?? StructuralSchema.Anything);
            else
                merged.Add(StrategicMergePatch.Plain(item));
        }

        return merged.ToJsonArray();
    }

    private static JsonArray Distinct(IEnumerable<JsonNode?> items)
    {
        var distinct = new JsonArray();
        foreach (JsonNode? item in items)
        {
            if (!distinct.Any(earlier => earlier.SameAs(item)))
                distinct.Add(item?.DeepClone());
        }

        return distinct;
    }

    private static string? DirectiveOf(JsonNode? item) => item.Object()?[StrategicMergePatch.Directive]?.ToString();

    private static JsonNode KeyOf(JsonNode? item, string key) =>
        item.At(key) ?? throw new PatchException($"map: {item?.ToJsonString()} does not contain declared merge key: {key}");

    private static int Index(JsonArray list, JsonNode? item, string key)
    {
        for (int index = 0; index < list.Count; index++)
        {
            if (SameItem(list[index], item, key))
                return index;
        }

        return -1;
    }

    private static bool SameItem(JsonNode? left, JsonNode? right, string key) => key.Length == 0 ? left.SameAs(right) : left.At(key) is { } mine && mine.SameAs(right.At(key));
}
