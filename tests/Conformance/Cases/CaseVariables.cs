using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ElementalProvider.Conformance.Cases;

/// <summary>The variables of one run of a case, and the placeholders that stand for what differs between runs.</summary>
internal sealed partial class CaseVariables
{
    private static readonly string[] Names = ["cgroup", "ns2", "ns", "group", "id", "run"];
    private readonly Dictionary<string, JsonNode?> _values = new(StringComparer.Ordinal);

    /// <summary>Names of one run of a case.</summary>
    /// <param name="run">Text that all names of the run have in common.</param>
    /// <param name="number">Number of the case in the run.</param>
    /// <param name="group">API group of the shared definitions.</param>
    public CaseVariables(string run, int number, string group)
    {
        string id = $"{run}{number:00}";
        foreach ((string name, string value) in new[] { ("cgroup", $"c{id}.case.example.com"), ("ns2", $"cf-{id}-b"), ("ns", $"cf-{id}"), ("group", group), ("id", id), ("run", run) })
            _values[name] = value;
    }

    public string this[string name] => DocumentPath.Text(_values[name]);

    public void Set(string name, JsonNode? value) => _values[name] = value?.DeepClone();

    /// <summary>Fills in variables.</summary>
    /// <exception cref="CaseException">A variable has no value.</exception>
    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(Fill(member.Key), Fill(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        JsonValue value when value.TryGetValue(out string? text) => Variable().Match(text) is { Success: true } whole && whole.Length == text.Length ? Value(whole)?.DeepClone() : Fill(text),
        _ => node?.DeepClone(),
    };

    public string Fill(string text) => Variable().Replace(text, match => DocumentPath.Text(Value(match)));

    /// <summary>Takes names, UIDs, times and versions out of a value.</summary>
    public JsonNode? Normalize(Found found) => found.Exists ? Normalize(found.Value, string.Empty) : "<absent>";

    private JsonNode? Normalize(JsonNode? node, string key)
    {
        if (node is JsonObject members)
            return new JsonObject(members.Select(member => KeyValuePair.Create(Normalize(member.Key), Normalize(member.Value, member.Key))));
        if (node is JsonArray items)
            return new JsonArray([.. InOrder([.. items.Select(item => Normalize(item, string.Empty))])]);
        if (node is not JsonValue value || !value.TryGetValue(out string? text))
            return node?.DeepClone();
        return key is "resourceVersion" or "continue" && text.Length > 0 ? $"<{key}>" : Normalize(text);
    }

    private string Normalize(string text)
    {
        foreach (string name in Names)
            text = text.Replace(this[name], $"${{{name}}}", StringComparison.Ordinal);
        foreach ((string name, JsonNode? value) in _values)
        {
            if (DocumentPath.Text(value) is var known && Uid().Match(known) is { Success: true } uid && uid.Length == known.Length)
                text = text.Replace(known, $"${{{name}}}", StringComparison.Ordinal);
        }

        return Uid().Replace(Time().Replace(text, match => match.Groups["fraction"].Success ? "<microtime>" : "<time>"), "<uid>");
    }

    /// <summary>The order of managedFields depends on the second in which each entry was written.</summary>
    private static IEnumerable<JsonNode?> InOrder(JsonNode?[] items) =>
        items.Length > 0 && items.All(item => item is JsonObject entry && entry.ContainsKey("manager") && entry.ContainsKey("operation"))
            ? items.OrderBy(item => DocumentPath.Text(item!["manager"]), StringComparer.Ordinal)
                .ThenBy(item => DocumentPath.Text(item!["operation"]), StringComparer.Ordinal)
                .ThenBy(item => item!["subresource"]?.ToString() ?? string.Empty, StringComparer.Ordinal)
            : items;

    private JsonNode? Value(Match match)
    {
        string name = match.Groups["name"].Value;
        if (name.StartsWith("big:", StringComparison.Ordinal))
            return new string('x', int.Parse(name.AsSpan(4), System.Globalization.CultureInfo.InvariantCulture));
        return _values.TryGetValue(name, out JsonNode? value) ? value : throw new CaseException($"nothing was saved as '{name}'");
    }

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?<fraction>\.\d+)?Z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();
}
