using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Path elements in the notation of fieldsV1.</summary>
internal static class FieldElement
{
    private const string KeyPrefix = "k:";
    private const string ValuePrefix = "v:";

    public static string Field(string name) => $"f:{name}";

    /// <summary>The element of an item of a list that is a set or a map.</summary>
    /// <returns>Null where the item lacks a key that has no default.</returns>
    public static string? OfItem(JsonNode? item, StructuralSchema list)
    {
        if (list.ListType == "set")
            return ValuePrefix + Text(item);
        if (item is not JsonObject members)
            return null;
        var keys = new List<KeyValuePair<string, JsonNode?>>(list.ListMapKeys.Count);
        foreach (string key in list.ListMapKeys)
        {
            if ((members[key] ?? list.Items?.Properties.GetValueOrDefault(key)?.Default) is not { } value)
                return null;
            keys.Add(KeyValuePair.Create(key, (JsonNode?)value));
        }

        return OfKeys(keys);
    }

    /// <summary>One spelling for equal elements: keys sorted, no white space.</summary>
    /// <exception cref="FormatException">It is no path element.</exception>
    public static string Canonical(string element)
    {
        try
        {
            return element switch
            {
                ['f', ':', ..] => element,
                ['i', ':', ..] => element,
                ['v', ':', ..] => ValuePrefix + Text(JsonText.Parse(Encoding.UTF8.GetBytes(element[2..]))),
                ['k', ':', ..] when JsonText.Parse(Encoding.UTF8.GetBytes(element[2..])) is JsonObject keys => OfKeys([.. keys]),
                _ => throw new FormatException($"'{element}' is no path element"),
            };
        }
        catch (JsonException problem)
        {
            throw new FormatException($"'{element}' is no path element: {problem.Message}", problem);
        }
    }

    /// <summary>The element as conflicts and errors show it: .name, [key="value"], [="value"] or [0].</summary>
    public static string Display(string element)
    {
        string body = element[2..];
        return element[0] switch
        {
            'f' => $".{body}",
            'k' => $"[{string.Join(",", JsonText.Parse(Encoding.UTF8.GetBytes(body))!.AsObject().Select(key => $"{key.Key}={Text(key.Value)}"))}]",
            'v' => $"[={body}]",
            _ => $"[{body}]",
        };
    }

    private static string OfKeys(List<KeyValuePair<string, JsonNode?>> keys)
    {
        keys.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        var text = new StringBuilder(KeyPrefix).Append('{');
        for (int index = 0; index < keys.Count; index++)
            text.Append(index == 0 ? "\"" : ",\"").Append(keys[index].Key).Append("\":").Append(Text(keys[index].Value));
        return text.Append('}').ToString();
    }

    private static string Text(JsonNode? value) => value.Text() is { } text && !NeedsEscape(text) ? $"\"{text}\"" : Encoding.UTF8.GetString(JsonText.ToUtf8(value));

    private static bool NeedsEscape(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') || text.AsSpan().ContainsAny('"', '\\');
}
