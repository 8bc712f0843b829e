using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ElementalProvider.Conformance.Cases;

/// <summary>A hand-written condition: [path, operator, value].</summary>
internal static class Assertion
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Null if it holds, or why it does not.</summary>
    public static string? Check(JsonArray rule, Func<string, Found> find)
    {
        string path = (string)rule[0]!, name = (string)rule[1]!;
        JsonNode? wanted = rule.Count > 2 ? rule[2] : null;
        Found found = find(path);
        bool holds = name switch
        {
            "absent" => !found.Exists,
            "exists" => found.Exists,
            "empty" => !found.Exists || found.Value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 } || DocumentPath.Text(found.Value).Length == 0,
            "ne" => !found.Exists || !JsonNode.DeepEquals(found.Value, wanted),
            _ => found.Exists && Holds(name, found.Value, wanted),
        };
        return holds ? null : $"{path}: want {name} {wanted?.ToJsonString()}, got {found}";
    }

    private static bool Holds(string name, JsonNode? value, JsonNode? wanted) => name switch
    {
        "eq" => JsonNode.DeepEquals(value, wanted),
        "gt" => Number(value) > Number(wanted),
        "ge" => Number(value) >= Number(wanted),
        "len" => Number(DocumentPath.Apply("len", Found.Of(value)).Value) == Number(wanted),
        "contains" => Contains(value, wanted),
        "lacks" => !Contains(value, wanted),
        "matches" => value is JsonValue && Regex.IsMatch(DocumentPath.Text(value), (string)wanted!, RegexOptions.None, MatchTimeout),
        "increasing" => value is JsonArray items && items.Zip(items.Skip(1)).All(pair => Number(pair.First) < Number(pair.Second)),
        _ => throw new CaseException($"'{name}' is no assertion"),
    };

    private static bool Contains(JsonNode? value, JsonNode? wanted) => value switch
    {
        JsonArray items => items.Any(item => JsonNode.DeepEquals(item, wanted)),
        JsonObject members => members.ContainsKey((string)wanted!),
        _ => DocumentPath.Text(value).Contains((string)wanted!, StringComparison.Ordinal),
    };

    private static long Number(JsonNode? node) => long.Parse(DocumentPath.Text(node), CultureInfo.InvariantCulture);
}
