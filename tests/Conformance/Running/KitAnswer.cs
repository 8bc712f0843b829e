using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ElementalProvider.Conformance.Cases;

namespace ElementalProvider.Conformance.Running;

/// <summary>An answer of the server. Paths lead into its JSON body, or to @status, @text, @header.x and @headers.x.</summary>
internal sealed partial record KitAnswer(int Status, ILookup<string, string> Headers, string Text)
{
    public JsonNode? Json { get; } = Parse(Text);

    public Found Find(string path)
    {
        Match special = Special().Match(path);
        if (!special.Success)
            return DocumentPath.Find(Json, path);
        string name = special.Groups["name"].Value;
        Found found = special.Groups["what"].Value switch
        {
            "status" => Found.Of(Status),
            "text" => Found.Of(Text),
            "json" => Found.Of(Json),
            "header" when Headers.Contains(name) => Found.Of(string.Join(" | ", Headers[name])),
            "headers" => Found.Of(new JsonArray([.. Headers[name].Select(value => (JsonNode)JsonValue.Create(value))])),
            _ => Found.Nothing,
        };
        return special.Groups["len"].Success ? DocumentPath.Apply("len", found) : found;
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return new JsonObject();
        }
    }

    [GeneratedRegex(@"\A(?<len>len\()?@(?<what>[a-z]+)(\.(?<name>[^)]*))?\)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Special();
}
