using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Patching;

/// <summary>Strategic merge patch: a merge patch in which lists merge by key where the schema says so, with $patch directives.</summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string DeleteItems = "$deleteFromPrimitiveList/";
    private const string SetOrder = "$setElementOrder/";

    /// <summary>Applies the patch to an object in place.</summary>
    /// <exception cref="PatchException">An item of a merged list does not have the key.</exception>
    public static void Apply(JsonObject target, JsonObject patch, StructuralSchema schema)
    {
        if (patch.Text(Directive) == "replace")
        {
            target.Clear();
        }
        else if (patch.Text(Directive) == "delete")
        {
            target.Clear();
            return;
        }

        foreach ((string name, JsonNode? value) in patch)
        {
            if (name.StartsWith(DeleteItems, StringComparison.Ordinal))
                DeleteFromList(target, name[DeleteItems.Length..], value as JsonArray ?? []);
            else if (name is not (Directive or "$retainKeys") && !name.StartsWith(SetOrder, StringComparison.Ordinal))
                ApplyMember(target, name, value, schema.Member(name) ?? StructuralSchema.Anything);
        }
    }

    private static void ApplyMember(JsonObject target, string name, JsonNode? value, StructuralSchema schema)
    {
        if (value is null)
        {
            target.Remove(name);
        }
        else if (value is JsonObject members)
        {
            if (members.Text(Directive) == "delete")
            {
                target.Remove(name);
                return;
            }

            if (target[name] is not JsonObject child)
                target[name] = child = [];
            Apply(child, members, schema);
        }
        else if (value is JsonArray items && schema.PatchStrategy == "merge")
        {
            target[name] = MergeList(target[name] as JsonArray ?? [], items, schema);
        }
        else
        {
            target[name] = value.DeepClone();
        }
    }

    private static JsonArray MergeList(JsonArray current, JsonArray patch, StructuralSchema schema)
    {
        if (schema.PatchMergeKey.Length == 0)
            return MergePrimitives(current, patch);

        bool replace = patch.Objects().Any(item => item.Text(Directive) == "replace");
        List<JsonObject> merged = replace ? [] : [.. current.Objects().Select(item => item.DeepClone().AsObject())];
        foreach (JsonObject item in patch.Objects().Where(item => item.Text(Directive) != "replace"))
        {
            JsonNode key = item[schema.PatchMergeKey] ?? throw new PatchException($"map: {item.ToJsonString()} does not contain declared merge key: {schema.PatchMergeKey}");
            JsonObject? existing = merged.Find(candidate => candidate[schema.PatchMergeKey].SameAs(key));
            if (item.Text(Directive) == "delete")
            {
                if (existing is not null)
                    merged.Remove(existing);
                continue;
            }

            if (existing is null)
                merged.Add(existing = []);
            Apply(existing, item, schema.Items ?? StructuralSchema.Anything);
        }

        return merged.ToJsonArray();
    }

    private static JsonArray MergePrimitives(JsonArray current, JsonArray patch)
    {
        JsonArray merged = current.DeepClone().AsArray();
        foreach (JsonNode? item in patch)
        {
            if (!merged.Any(existing => existing.SameAs(item)))
                merged.Add(item?.DeepClone());
        }

        return merged;
    }

    private static void DeleteFromList(JsonObject target, string name, JsonArray deleted)
    {
        if (target[name] is JsonArray items)
            target[name] = items.Where(item => !deleted.Any(gone => gone.SameAs(item))).Select(item => item?.DeepClone()).ToJsonArray();
    }
}
