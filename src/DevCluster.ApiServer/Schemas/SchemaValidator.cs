using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>
/// Validates a value against a schema. Values equal to what was there before are not looked at again, so that a stricter schema does not block
/// changes elsewhere in an object (ratcheting).
/// </summary>
internal static class SchemaValidator
{
    /// <param name="resource">The resource to validate.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="previous">The version it replaces.</param>
    public static IReadOnlyList<FieldError> Validate(JsonObject resource, StructuralSchema schema, JsonObject? previous)
    {
        var errors = new List<FieldError>();
        ValidateMembers(resource, schema, string.Empty, previous, isResource: true, errors);
        return errors;
    }

    /// <summary>Validates a value that is no whole resource. Fields are named from the value on.</summary>
    public static IReadOnlyList<FieldError> ValidateValue(JsonNode? value, StructuralSchema schema)
    {
        var errors = new List<FieldError>();
        ValidateValue(value, schema, string.Empty, null, errors);
        return errors;
    }

    private static void ValidateValue(JsonNode? value, StructuralSchema schema, string path, JsonNode? previous, List<FieldError> errors)
    {
        if (previous is not null && value.SameAs(previous))
            return;
        if (value is null && schema.Nullable)
            return;

        bool fits = FitsType(value, schema);
        if (!fits)
            errors.Add(WrongType(value, schema, path));
        if (schema.Type == "integer" && value.IsNumber() && !InRange(value!, schema.Format))
            errors.Add(new FieldError("FieldValueInvalid", "<nil>", $"Invalid value: \"\": Checked value must be of type integer with format {schema.Format} in {path}"));
        if (schema.Enum is { } allowed && !allowed.Any(candidate => candidate.SameAs(value)))
            errors.Add(FieldError.NotSupported(path, value, allowed.Select(candidate => candidate.Text() ?? candidate?.ToJsonString() ?? "null")));
        if (fits)
            ValidateByKind(value, schema, path, previous, errors);
        SchemaComposition.Validate(value, schema, path, ValidateValue, errors);
    }

    private static void ValidateByKind(JsonNode? value, StructuralSchema schema, string path, JsonNode? previous, List<FieldError> errors)
    {
        switch (value)
        {
            case JsonObject members:
                ScalarRules.CheckProperties(members, schema, path, errors);
                ValidateMembers(members, schema, path, previous as JsonObject, schema.EmbeddedResource, errors);
                break;
            case JsonArray items:
                ScalarRules.CheckItems(items, schema, path, errors);
                ValidateItems(items, schema, path, previous as JsonArray, errors);
                break;
            case not null when value.Text() is { } text:
                ScalarRules.CheckText(text, schema, path, errors);
                break;
            case not null when value.Number() is { } number:
                ScalarRules.CheckNumber(value, number, schema, path, errors);
                break;
        }
    }

    private static void ValidateMembers(JsonObject value, StructuralSchema schema, string path, JsonObject? previous, bool isResource, List<FieldError> errors)
    {
        foreach (string required in schema.Required)
        {
            if (!value.ContainsKey(required))
                errors.Add(FieldError.Required(Join(path, required), string.Empty));
        }

        if (isResource && path.Length > 0)
            RequireTypeMeta(value, path, errors);
        foreach ((string name, JsonNode? member) in value)
        {
            if (isResource && name is "apiVersion" or "kind" or "metadata")
                continue;
            if (schema.Member(name) is { } known)
                ValidateValue(member, known, Join(path, name), previous?[name], errors);
        }
    }

    private static void RequireTypeMeta(JsonObject value, string path, List<FieldError> errors)
    {
        foreach (string name in (string[])["apiVersion", "kind"])
        {
            if (string.IsNullOrEmpty(value.Text(name)))
                errors.Add(FieldError.Required(Join(path, name), "must not be empty"));
        }
    }

    private static void ValidateItems(JsonArray items, StructuralSchema schema, string path, JsonArray? previous, List<FieldError> errors)
    {
        if (schema.Items is { } itemSchema)
        {
            for (int index = 0; index < items.Count; index++)
                ValidateValue(items[index], itemSchema, $"{path}[{index}]", ListIdentity.Counterpart(items[index], schema, previous), errors);
        }

        if (schema.ListType is "set" or "map")
            RejectDuplicates(items, schema, path, errors);
    }

    private static void RejectDuplicates(JsonArray items, StructuralSchema schema, string path, List<FieldError> errors)
    {
        for (int index = 1; index < items.Count; index++)
        {
            JsonNode? identity = ListIdentity.Of(items[index], schema);
            if (identity is not null && items.Take(index).Any(earlier => identity.SameAs(ListIdentity.Of(earlier, schema))))
                errors.Add(FieldError.Duplicate($"{path}[{index}]", identity));
        }
    }

    private static bool FitsType(JsonNode? value, StructuralSchema schema)
    {
        if (schema.IntOrString)
            return value.Text() is not null || value.Whole() is not null;
        return schema.Type switch
        {
            "" => value is not null || schema.PreserveUnknownFields || schema.Properties.Count == 0,
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value.Text() is not null && SchemaFormats.Accepts(schema.Format, value.Text()!),
            "boolean" => value.Flag() is not null,
            "integer" => value.Number() is { } number && double.IsInteger(number),
            _ => value.IsNumber(),
        };
    }

    private static bool InRange(JsonNode value, string format)
    {
        if (value.Whole() is not { } whole)
            return value.Number() is { } number && double.IsInteger(number);
        return format != "int32" || whole is >= int.MinValue and <= int.MaxValue;
    }

    private static FieldError WrongType(JsonNode? value, StructuralSchema schema, string path)
    {
        if (schema.Type == "string" && value.Text() is { } text)
            return FieldError.TypeInvalid(path, value, $"{path} in body must be of type {schema.Format}: \"{text}\"");
        string wanted = schema.IntOrString ? "integer,string" : schema.Type;
        return FieldError.TypeInvalid(path, JsonValue.Create(TypeName(value)), $"{path} in body must be of type {wanted}: \"{TypeName(value)}\"");
    }

    private static string TypeName(JsonNode? value) => value is null ? "null" : value.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.Whole() is null ? "number" : "integer",
        _ => "boolean",
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
