using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Patching;

/// <summary>Strategic merge patch: a merge patch in which lists merge where the schema says so, with directives.</summary>
internal static class StrategicMergePatch
{
    /// <summary>$patch: replace or delete.</summary>
    internal const string Directive = "$patch";
    internal const string Replace = "replace";
    internal const string Delete = "delete";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteItems = "$deleteFromPrimitiveList/";
    private const string SetOrder = "$setElementOrder/";

    /// <summary>Applies the patch to an object in place.</summary>
    /// <exception cref="PatchException">An item of a merged list does not have the key, or a directive makes no sense.</exception>
    public static void Apply(JsonObject target, JsonObject patch, StructuralSchema schema)
    {
        if (patch[Directive] is { } directive)
        {
            ApplyDirective(target, patch, directive);
            return;
        }

        Retain(target, patch);
        HashSet<string> ordered = ApplyOrders(target, patch, schema);
        foreach ((string name, JsonNode? value) in patch)
        {
            if (name.StartsWith(DeleteItems, StringComparison.Ordinal))
                DeleteFromList(target, name[DeleteItems.Length..], value);
            else if (!IsDirective(name) && !ordered.Contains(name))
                ApplyMember(target, name, value, schema.Member(name) ?? StructuralSchema.Anything);
        }
    }

    /// <summary>A value that there is nothing to merge with: without directives, and without what only they are about.</summary>
    internal static JsonNode? Plain(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members
            .Where(member => !IsDirective(member.Key) && member.Value is not null && !IsDirected(member.Value))
            .Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)))),
        JsonArray items => items.Where(item => !IsDirected(item)).Select(Plain).ToJsonArray(),
        _ => value?.DeepClone(),
    };

    private static bool IsDirected(JsonNode? value) => value is JsonObject members && members.ContainsKey(Directive);

    private static bool IsDirective(string name) => name is Directive or RetainKeys
        || name.StartsWith(DeleteItems, StringComparison.Ordinal) || name.StartsWith(SetOrder, StringComparison.Ordinal);

    private static void ApplyDirective(JsonObject target, JsonObject patch, JsonNode directive)
    {
        if (directive.Text() is not (Replace or Delete))
            throw new PatchException($"unknown patch type: {directive} in map: {patch.ToJsonString()}", code: 500);
        target.Clear();
        if (directive.Text() == Delete)
            return;
        foreach ((string name, JsonNode? value) in patch)
        {
            if (!IsDirective(name) && value is not null)
                target[name] = Plain(value);
        }
    }

    /// <summary>Keeps only the members that the patch lists: how the fields of a union that are no longer chosen go.</summary>
    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out JsonNode? listed))
            return;
        HashSet<string> kept = listed is JsonArray names ? [.. names.Strings()] : throw new PatchException("invalid patch format of retainKeys", code: 400);
        if (patch.Any(member => member.Value is not null && !IsDirective(member.Key) && !kept.Contains(member.Key)))
            throw new PatchException("invalid patch format of retainKeys", code: 400);
        foreach (string name in target.Select(member => member.Key).Where(name => !kept.Contains(name)).ToArray())
            target.Remove(name);
    }

    /// <summary>Merges and orders the lists that the patch gives an order for.</summary>
    /// <returns>Their names.</returns>
    private static HashSet<string> ApplyOrders(JsonObject target, JsonObject patch, StructuralSchema schema)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string directive, JsonNode? value) in patch.Where(member => member.Key.StartsWith(SetOrder, StringComparison.Ordinal)))
        {
            string name = directive[SetOrder.Length..];
            if (value is not JsonArray order || target[name] is not (null or JsonArray) || patch[name] is not (null or JsonArray))
                throw new PatchException("invalid patch format of setElementOrder list", code: 400);
            JsonArray? live = target[name] as JsonArray, items = patch[name] as JsonArray;
            // A null takes the list away: there is nothing left to order.
            if ((live is null && items is null) || (items is null && patch.ContainsKey(name)))
                continue;
            target[name] = StrategicLists.MergeInOrder(live, items, order, schema.Member(name) ?? StructuralSchema.Anything);
            done.Add(name);
        }

        return done;
    }

    private static void ApplyMember(JsonObject target, string name, JsonNode? value, StructuralSchema schema)
    {
        switch (value, target[name])
        {
            case (null, _):
                target.Remove(name);
                break;
            case (JsonObject members, JsonObject) when members.Text(Directive) == Delete:
                target.Remove(name);
                break;
            case (JsonObject members, JsonObject child):
                Apply(child, members, schema);
                break;
            case (JsonArray items, JsonArray live) when schema.PatchStrategy == "merge":
                target[name] = StrategicLists.Merge(live, items, schema);
                break;
            default:
                if (!IsDirected(value))
                    target[name] = Plain(value);
                break;
        }
    }

    private static void DeleteFromList(JsonObject target, string name, JsonNode? value)
    {
        JsonArray deleted = value as JsonArray ?? throw new PatchException("invalid patch format of primitive list", code: 400);
        if (target[name] is JsonArray items)
            target[name] = items.Where(item => !deleted.Any(gone => gone.SameAs(item))).Select(item => item?.DeepClone()).ToJsonArray();
    }
}
