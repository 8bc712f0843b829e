using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Field sets as fieldsV1: one member for each step, "." for the path that ends there as well as going on.</summary>
internal static class FieldSetText
{
    private const string Itself = ".";

    /// <exception cref="FormatException">A member is no path element.</exception>
    public static FieldSet Read(JsonObject fields)
    {
        if (fields.Count == 0)
            return FieldSet.Empty;
        var nodes = new List<FieldNode>(fields.Count);
        foreach ((string element, JsonNode? rest) in fields)
        {
            if (element == Itself)
                continue;
            JsonObject children = rest as JsonObject ?? throw new FormatException($"'{element}' in fieldsV1 must be an object");
            nodes.Add(new FieldNode(FieldElement.Canonical(element), children.Count == 0 || children.ContainsKey(Itself), Read(children)));
        }

        return FieldSet.Of(nodes);
    }

    public static void Write(Utf8JsonWriter writer, FieldSet fields) => Write(writer, fields, isMember: false);

    private static void Write(Utf8JsonWriter writer, FieldSet fields, bool isMember)
    {
        writer.WriteStartObject();
        if (isMember && !fields.IsEmpty)
        {
            writer.WriteStartObject(Itself);
            writer.WriteEndObject();
        }

        foreach (FieldNode node in fields.Nodes)
        {
            writer.WritePropertyName(node.Element);
            Write(writer, node.Children, node.IsMember);
        }

        writer.WriteEndObject();
    }
}
