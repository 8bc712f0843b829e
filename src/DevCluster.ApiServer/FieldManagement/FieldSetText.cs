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

    public static JsonObject Write(FieldSet fields)
    {
        var json = new JsonObject();
        foreach (FieldNode node in fields.Nodes)
        {
            JsonObject children = Write(node.Children);
            if (node.IsMember && children.Count > 0)
                children.Insert(0, Itself, new JsonObject());
            json[node.Element] = children;
        }

        return json;
    }
}
