using System.Text;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>Reads the fieldPath of a rule: .name and ['name'], one after the other.</summary>
internal static class RuleFieldPath
{
    /// <returns>The path as errors write it, or null where the schema has no such field.</returns>
    public static string? Resolve(string path, StructuralSchema schema)
    {
        var resolved = new StringBuilder();
        int at = 0;
        string text = path.Trim();
        while (at < text.Length)
        {
            if (Step(text, ref at) is not { Length: > 0 } name)
                return null;
            if (schema.Properties.TryGetValue(name, out StructuralSchema? property))
            {
                resolved.Append(resolved.Length == 0 ? name : $".{name}");
                schema = property;
            }
            else if (SchemaTypes.IsMap(schema))
            {
                resolved.Append('[').Append(name).Append(']');
                schema = schema.AdditionalProperties!;
            }
            else
            {
                return null;
            }
        }

        return resolved.ToString();
    }

    private static string? Step(string text, ref int at)
    {
        if (text[at] == '.')
        {
            int end = text.IndexOfAny(['.', '['], at + 1) is var next && next < 0 ? text.Length : next;
            string name = text[(at + 1)..end];
            at = end;
            return name;
        }

        if (string.CompareOrdinal(text, at, "['", 0, 2) != 0)
            return null;
        int close = text.IndexOf("']", at, StringComparison.Ordinal);
        if (close < 0)
            return null;
        string key = text[(at + 2)..close];
        at = close + 2;
        return key.Replace("\\'", "'", StringComparison.Ordinal);
    }
}
