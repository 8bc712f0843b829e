using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>What makes an item of a list the same item in another version of the list.</summary>
internal static class ListIdentity
{
    /// <summary>The keys of an item of a map list, with defaults; the item itself of a set.</summary>
    public static JsonNode? Of(JsonNode? item, StructuralSchema list)
    {
        if (list.ListType != "map")
            return item;
        if (item is not JsonObject members)
            return null;
        var keys = new JsonObject();
        foreach (string key in list.ListMapKeys)
            keys[key] = (members[key] ?? list.Items?.Properties.GetValueOrDefault(key)?.Default)?.DeepClone();
        return keys;
    }

    public static JsonNode? Counterpart(JsonNode? item, StructuralSchema list, JsonArray? previous)
    {
        if (previous is null || list.ListType != "map")
            return null;
        JsonNode? identity = Of(item, list);
        return previous.FirstOrDefault(candidate => identity.SameAs(Of(candidate, list)));
    }
}
