using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElementalProvider.Agent.Plugins.Host;

/// <summary>Writes YAML from JSON without reflection.</summary>
public static class YamlText
{
    /// <summary>A JSON value as a YAML document.</summary>
    /// <param name="value">Any JSON value.</param>
    public static string FromJson(JsonElement value) => Write(ToNode(value));

    /// <summary>A node as a YAML document.</summary>
    /// <param name="root">The document's root.</param>
    public static string Write(YamlNode root)
    {
        using StringWriter writer = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(writer, assignAnchors: false);
        // The emitter closes a document with an end marker, which readers of plain configuration files do not expect.
        string text = writer.ToString();
        return text.EndsWith("...\n", StringComparison.Ordinal) ? text[..^4] : text;
    }

    /// <summary>A string that every YAML reader takes for a string again.</summary>
    /// <param name="value">The string.</param>
    public static YamlScalarNode Text(string value) =>
        new(value) { Style = IsPlain(value) ? ScalarStyle.Plain : IsBlock(value) ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted };

    /// <summary>A boolean.</summary>
    /// <param name="value">The boolean.</param>
    public static YamlScalarNode Boolean(bool value) => new(value ? "true" : "false");

    private static YamlNode ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new YamlMappingNode(value.EnumerateObject()
            .Select(property => KeyValuePair.Create<YamlNode, YamlNode>(Text(property.Name), ToNode(property.Value)))),
        JsonValueKind.Array => new YamlSequenceNode(value.EnumerateArray().Select(ToNode)),
        JsonValueKind.String => Text(value.GetString()!),
        JsonValueKind.True or JsonValueKind.False => Boolean(value.GetBoolean()),
        JsonValueKind.Number => new YamlScalarNode(value.GetRawText()),
        _ => new YamlScalarNode("null"),
    };

    // Scripts and certificates stay readable; whatever a block would change (odd spaces, tabs, other characters) is quoted instead.
    private static bool IsBlock(string value) =>
        value.Contains('\n')
        && value[0] is not ('\n' or ' ' or '-' or '%' or '.')
        && !value.EndsWith("\n\n", StringComparison.Ordinal)
        && !value.Contains(" \n", StringComparison.Ordinal)
        && value.All(character => character is '\n' or (>= ' ' and <= '~'));

    // Letters first, and no word that some YAML version reads as a boolean or as null: quoting more than needed is harmless.
    private static bool IsPlain(string value) =>
        value.Length > 0
        && (char.IsAsciiLetter(value[0]) || value[0] == '/')
        && value.All(character => char.IsAsciiLetterOrDigit(character) || character is '/' or '.' or '_' or '-')
        && value.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
}
