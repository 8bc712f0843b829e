using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Output;

/// <summary>The JSONPath subset of printer columns: members, indexes, wildcards and equality filters such as [?(@.type=="Ready")].</summary>
internal sealed class JsonPathExpression
{
    private readonly IReadOnlyList<Step> _steps;

    private JsonPathExpression(IReadOnlyList<Step> steps) => _steps = steps;

    private delegate IEnumerable<JsonNode?> Step(JsonNode? node);

    /// <exception cref="FormatException">The text is no path of this subset.</exception>
    public static JsonPathExpression Parse(string text)
    {
        var steps = new List<Step>();
        int at = 0;
        while (at < text.Length)
        {
            if (text[at] == '[')
            {
                int end = EndOfBracket(text, at);
                steps.Add(ParseBracket(text[(at + 1)..end], text));
                at = end + 1;
            }
            else
            {
                at += text[at] == '.' ? 1 : 0;
                int start = at;
                while (at < text.Length && text[at] is not ('.' or '['))
                    at += text[at] == '\\' ? 2 : 1;
                string name = Unescape(text[start..Math.Min(at, text.Length)]);
                if (name.Length > 0)
                    steps.Add(name == "*" ? Children : node => Member(node, name));
            }
        }

        return new JsonPathExpression(steps);
    }

    public IEnumerable<JsonNode?> Select(JsonNode? root) =>
        _steps.Aggregate<Step, IEnumerable<JsonNode?>>([root], (nodes, step) => nodes.SelectMany(node => step(node)));

    private static int EndOfBracket(string text, int start)
    {
        bool quoted = false;
        for (int at = start; at < text.Length; at++)
        {
            if (text[at] is '"' or '\'')
                quoted = !quoted;
            if (text[at] == ']' && !quoted)
                return at;
        }

        throw new FormatException($"unterminated array in '{text}'");
    }

    private static Step ParseBracket(string inner, string text)
    {
        if (inner == "*")
            return Children;
        if (int.TryParse(inner, out int index))
            return node => Element(node, index);
        if (inner.Length > 2 && inner[0] is '"' or '\'')
            return node => Member(node, Unescape(inner[1..^1]));
        if (!inner.StartsWith("?(@.", StringComparison.Ordinal) || !inner.EndsWith(')'))
            throw new FormatException($"unrecognized character in '{text}'");

        string[] sides = inner[4..^1].Split("==", 2);
        if (sides.Length != 2)
            throw new FormatException($"only equality filters are understood in '{text}'");
        string[] path = sides[0].Trim().Split('.');
        string wanted = sides[1].Trim().Trim('"', '\'');
        return node => node is JsonArray items ? items.Where(item => TextOf(item.At(path)) == wanted) : [];
    }

    // Label keys are written with escaped dots, in brackets as well.
    private static string Unescape(string name) => name.Replace("\\", string.Empty, StringComparison.Ordinal);

    private static string? TextOf(JsonNode? node) => node.Text() ?? node?.ToJsonString();

    private static IEnumerable<JsonNode?> Member(JsonNode? node, string name) =>
        node is JsonObject parent && parent.TryGetPropertyValue(name, out JsonNode? member) ? [member] : [];

    private static IEnumerable<JsonNode?> Element(JsonNode? node, int index)
    {
        if (node is not JsonArray items)
            return [];
        int at = index < 0 ? items.Count + index : index;
        return at >= 0 && at < items.Count ? [items[at]] : [];
    }

    private static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonArray items => items,
        JsonObject members => members.Select(member => member.Value),
        _ => [],
    };
}
