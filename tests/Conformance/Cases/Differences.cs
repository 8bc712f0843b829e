using System.Text.Json.Nodes;

namespace ElementalProvider.Conformance.Cases;

/// <summary>Compares what was recorded with what came.</summary>
internal static class Differences
{
    /// <summary>A line for every leaf that differs.</summary>
    public static IEnumerable<string> Between(Found wanted, Found got, string at)
    {
        if (wanted.Value is JsonObject wantedMembers && got.Value is JsonObject gotMembers)
        {
            return wantedMembers.Concat(gotMembers).Select(member => member.Key).Distinct(StringComparer.Ordinal)
                .SelectMany(name => Between(Member(wantedMembers, name), Member(gotMembers, name), $"{at}.{name}"));
        }

        if (wanted.Value is JsonArray wantedItems && got.Value is JsonArray gotItems && wantedItems.Count == gotItems.Count)
            return wantedItems.Zip(gotItems).SelectMany((pair, index) => Between(Found.Of(pair.First), Found.Of(pair.Second), $"{at}[{index}]"));
        return wanted.Exists == got.Exists && JsonNode.DeepEquals(wanted.Value, got.Value) ? [] : [$"{at}: want {wanted}, got {got}"];
    }

    private static Found Member(JsonObject members, string name) => members.TryGetPropertyValue(name, out JsonNode? value) ? Found.Of(value) : Found.Nothing;
}
