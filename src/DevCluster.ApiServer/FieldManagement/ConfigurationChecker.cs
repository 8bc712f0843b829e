using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.FieldManagement;

/// <summary>Checks that an applied configuration fits the schema closely enough to know who owns what.</summary>
internal static class ConfigurationChecker
{
    /// <returns>What does not fit, such as ".spec.nope: field not declared in schema".</returns>
    public static IReadOnlyList<string> Check(JsonObject configuration, StructuralSchema schema)
    {
        var problems = new List<string>();
        CheckValue(configuration, schema, string.Empty, problems);
        return problems;
    }

    private static void CheckValue(JsonNode? value, StructuralSchema schema, string path, List<string> problems)
    {
        if (value is null)
            return;
        if (!Fits(value, schema))
        {
            problems.Add($"{path}: expected {Expected(schema)}, got {System.Text.Encoding.UTF8.GetString(JsonText.ToUtf8(value))}");
            return;
        }

        if (value is JsonObject members)
            CheckMembers(members, schema, path, problems);
        else if (value is JsonArray items)
            CheckItems(items, schema, path, problems);
    }

    private static void CheckMembers(JsonObject members, StructuralSchema schema, string path, List<string> problems)
    {
        bool isOpen = schema.PreserveUnknownFields || schema.EmbeddedResource || (schema.Properties.Count == 0 && schema.AdditionalProperties is null);
        foreach ((string name, JsonNode? member) in members)
        {
            string at = path + FieldElement.Display(FieldElement.Field(name));
            if (schema.Member(name) is { } known)
                CheckValue(member, known, at, problems);
            else if (!isOpen)
                problems.Add($"{at}: field not declared in schema");
        }
    }

    private static void CheckItems(JsonArray items, StructuralSchema schema, string path, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < items.Count; index++)
        {
            string at = $"{path}[{index}]";
            if (schema.ListType is "set" or "map")
            {
                if (FieldElement.OfItem(items[index], schema) is not { } element)
                {
                    problems.Add($"{at}: associative list with keys has an element that omits one of the keys {string.Join(", ", schema.ListMapKeys)} (and has no default)");
                    continue;
                }

                at = path + FieldElement.Display(element);
                if (!seen.Add(element))
                    problems.Add($"{path}: duplicate entries for key {FieldElement.Display(element)}");
            }

            CheckValue(items[index], FieldShapes.Item(schema), at, problems);
        }
    }

    private static bool Fits(JsonNode value, StructuralSchema schema)
    {
        if (schema.IntOrString)
            return value is JsonValue;
        return schema.Type switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value.Text() is not null,
            "boolean" => value.Flag() is not null,
            "integer" or "number" => value.GetValueKind() == JsonValueKind.Number,
            _ => true,
        };
    }

    private static string Expected(StructuralSchema schema) => schema.IntOrString ? "string or integer" : schema.Type switch { "object" => "map", "array" => "list", "integer" or "number" => "numeric", var type => type };
}
