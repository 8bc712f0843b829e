using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ElementalProvider.Conformance.Cases;

/// <summary>Paths into documents: a.b, a[0], a[-1], a[*].b, a[type=Ready].b, ['any.key'], $, len(p), keys(p), sort(p).</summary>
internal static partial class DocumentPath
{
    public static Found Find(JsonNode? document, string path)
    {
        Match call = Call().Match(path);
        if (call.Success)
            return Apply(call.Groups["name"].Value, Find(document, call.Groups["path"].Value));
        return path == "$" ? Found.Of(document) : Walk(document, path, 0);
    }

    public static Found Apply(string function, Found found) => found.Value is null ? Found.Nothing : Found.Of(function switch
    {
        "len" => JsonValue.Create(found.Value switch { JsonArray items => items.Count, JsonObject members => members.Count, JsonNode text => text.GetValue<string>().Length }),
        "keys" => new JsonArray([.. found.Value.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal).Select(name => (JsonNode)JsonValue.Create(name))]),
        _ => new JsonArray([.. found.Value.AsArray().OrderBy(item => item?.ToString(), StringComparer.Ordinal).Select(item => item?.DeepClone())]),
    });

    /// <summary>The text of a value as an assertion or a variable shows it.</summary>
    public static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : node?.ToJsonString() ?? "null";

    private static Found Walk(JsonNode? node, string path, int position)
    {
        while (position < path.Length)
        {
            Match step = Step().Match(path, position);
            if (!step.Success)
                throw new CaseException($"'{path}' is no path");
            position = step.Index + step.Length;
            if (step.Groups["index"].Value == "*")
                return node is JsonArray all ? Each(all, path[position..].TrimStart('.')) : Found.Nothing;
            Found next = Next(node, step);
            if (!next.Exists)
                return next;
            node = next.Value;
        }

        return Found.Of(node);
    }

    private static Found Each(JsonArray items, string rest) => Found.Of(new JsonArray(
        [.. items.Select(item => rest.Length == 0 ? Found.Of(item) : Find(item, rest)).Where(found => found.Exists).Select(found => found.Value?.DeepClone())]));

    private static Found Next(JsonNode? node, Match step)
    {
        if (step.Groups["index"].Success)
        {
            int index = int.Parse(step.Groups["index"].Value, CultureInfo.InvariantCulture);
            return node is JsonArray items && index >= -items.Count && index < items.Count ? Found.Of(items[index < 0 ? items.Count + index : index]) : Found.Nothing;
        }

        if (step.Groups["key"].Success)
        {
            JsonNode? match = (node as JsonArray)?.FirstOrDefault(item => Find(item, step.Groups["key"].Value) is { Exists: true } key && Text(key.Value) == step.Groups["value"].Value);
            return match is null ? Found.Nothing : Found.Of(match);
        }

        string name = step.Groups["quoted"].Success ? step.Groups["quoted"].Value : step.Groups["name"].Value;
        return node is JsonObject members && members.TryGetPropertyValue(name, out JsonNode? member) ? Found.Of(member) : Found.Nothing;
    }

    [GeneratedRegex(@"\A(?<name>len|keys|sort)\((?<path>.*)\)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();

    [GeneratedRegex(@"\G\.?(\['(?<quoted>[^']*)'\]|\[(?<index>-?\d+|\*)\]|\[(?<key>[^=\]]+)=(?<value>[^\]]*)\]|(?<name>[^.\[\]]+))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Step();
}
