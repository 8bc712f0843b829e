using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Definitions;

/// <summary>What makes a schema structural: types are said once, at the node itself, and everything can be pruned.</summary>
internal static class StructuralRules
{
    private static readonly string[] Unsupported = ["$ref", "$schema", "id", "definitions", "dependencies", "patternProperties", "additionalItems"];
    private static readonly string[] ForbiddenInValueValidation = ["type", "default", "nullable", "description", "title", "additionalProperties", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource", "x-kubernetes-validations"];

    public static void Check(JsonObject schema, string field, List<FieldError> errors)
    {
        if (schema.Text("type") is { } type && type != "object")
            errors.Add(FieldError.Invalid($"{field}.type", schema["type"], "must be object at the root"));
        CheckMetadata(schema, field, errors);
        CheckNode(schema, field, errors);
    }

    /// <summary>Of metadata only the names may be restricted: all else in it is the server's.</summary>
    private static void CheckMetadata(JsonObject schema, string field, List<FieldError> errors)
    {
        if (schema.Object("properties", "metadata") is not { } metadata)
            return;
        bool isPlain = metadata.All(member => member.Key is "type" or "description" or "title" or "properties")
            && (metadata.Object("properties") ?? []).All(member => member.Key is "name" or "generateName");
        if (!isPlain)
            errors.Add(FieldError.Forbidden($"{field}.properties[metadata]", "must not specify anything other than name and generateName, but metadata is implicitly specified"));
    }

    private static void CheckNode(JsonObject schema, string field, List<FieldError> errors)
    {
        foreach (string name in Unsupported)
        {
            if (schema.ContainsKey(name))
            {
                errors.Add(FieldError.Forbidden($"{field}.{name}", $"{name} is not supported"));
                return;
            }
        }

        CheckType(schema, field, errors);
        CheckExtensions(schema, field, errors);
        if (schema.Object("properties") is { Count: > 0 } && schema["additionalProperties"] is not null)
            errors.Add(FieldError.Forbidden($"{field}.additionalProperties", "additionalProperties and properties are mutual exclusive"));
        if (schema["uniqueItems"].IsTrue())
            errors.Add(FieldError.Forbidden($"{field}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
        CheckPattern(schema, field, errors);
        CheckValueValidations(schema, field, errors);
        foreach ((string name, JsonNode? member) in schema.Object("properties") ?? [])
            CheckNode(member as JsonObject ?? [], $"{field}.properties[{name}]", errors);
        if (schema["additionalProperties"] is JsonObject values)
            CheckNode(values, $"{field}.additionalProperties", errors);
        if (schema["items"] is JsonObject items)
            CheckNode(items, $"{field}.items", errors);
    }

    private static void CheckType(JsonObject schema, string field, List<FieldError> errors)
    {
        string type = schema.Text("type") ?? string.Empty;
        bool free = schema["x-kubernetes-int-or-string"].IsTrue() || schema["x-kubernetes-preserve-unknown-fields"].IsTrue();
        if (type.Length == 0 && !free)
            errors.Add(FieldError.Required($"{field}.type", "must not be empty for specified object fields"));
        else if (type is not ("" or "object" or "array" or "string" or "integer" or "number" or "boolean"))
            errors.Add(FieldError.NotSupported($"{field}.type", schema["type"], ["array", "boolean", "integer", "number", "object", "string"]));
        if (schema["items"] is JsonArray)
            errors.Add(FieldError.Forbidden($"{field}.items", "items must be a schema object and not an array"));
        else if (type == "array" && schema["items"] is not JsonObject)
            errors.Add(FieldError.Required($"{field}.items", "must be specified"));
    }

    private static void CheckExtensions(JsonObject schema, string field, List<FieldError> errors)
    {
        string? listType = schema.Text("x-kubernetes-list-type");
        if (listType is not (null or "atomic" or "set" or "map"))
            errors.Add(FieldError.NotSupported($"{field}.x-kubernetes-list-type", schema["x-kubernetes-list-type"], ["atomic", "set", "map"]));
        if (listType is not null && schema.Text("type") != "array")
            errors.Add(FieldError.Invalid($"{field}.type", schema["type"], "must be array if x-kubernetes-list-type is specified"));
        IReadOnlyList<string> keys = schema["x-kubernetes-list-map-keys"].Strings();
        if (listType is "map" && schema["items"] is JsonObject { } listed && listed.Text("type") != "object")
            errors.Add(FieldError.Invalid($"{field}.items.type", listed["type"], "must be object if parent array's x-kubernetes-list-type is map"));
        if (listType is "set" && schema["items"] is JsonObject entry)
            CheckSetItem(entry, $"{field}.items", errors);
        if (listType == "map" && keys.Count == 0)
            errors.Add(FieldError.Required($"{field}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        if (listType == "map" && schema.Text("items", "type") == "object")
            CheckKeys(keys, schema.Object("items")!, field, errors);
        string? mapType = schema.Text("x-kubernetes-map-type");
        if (mapType is not (null or "granular" or "atomic"))
            errors.Add(FieldError.NotSupported($"{field}.x-kubernetes-map-type", schema["x-kubernetes-map-type"], ["granular", "atomic"]));
        if (mapType is not null && schema.Text("type") != "object")
            errors.Add(FieldError.Invalid($"{field}.type", schema["type"], "must be object if x-kubernetes-map-type is specified"));
        if (schema["x-kubernetes-preserve-unknown-fields"].Flag() == false)
            errors.Add(FieldError.Invalid($"{field}.x-kubernetes-preserve-unknown-fields", schema["x-kubernetes-preserve-unknown-fields"], "must be true or undefined"));
        if (schema["x-kubernetes-embedded-resource"].IsTrue() && schema.Object("properties") is not { Count: > 0 } && !schema["x-kubernetes-preserve-unknown-fields"].IsTrue())
            errors.Add(FieldError.Required($"{field}.properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"));
    }

    private static void CheckKeys(IReadOnlyList<string> keys, JsonObject item, string field, List<FieldError> errors)
    {
        foreach (string key in keys)
        {
            if (item.Object("properties", key) is not { } member)
                errors.Add(FieldError.Invalid($"{field}.x-kubernetes-list-map-keys", JsonValue.Create(key), "entries must all be names of item properties"));
            else if (member["default"] is null && !item["required"].Strings().Contains(key))
                errors.Add(FieldError.Required($"{field}.items.properties[{key}].default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"));
        }
    }

    /// <summary>Items of a set are compared as wholes.</summary>
    private static void CheckSetItem(JsonObject item, string field, List<FieldError> errors)
    {
        if (item.Text("type") == "object" && item.Text("x-kubernetes-map-type") != "atomic")
            errors.Add(FieldError.Invalid($"{field}.x-kubernetes-map-type", item["x-kubernetes-map-type"], "must be atomic as item of a list with x-kubernetes-list-type=set"));
        if (item.Text("type") == "array" && item.Text("x-kubernetes-list-type") is not (null or "atomic"))
            errors.Add(FieldError.Invalid($"{field}.x-kubernetes-list-type", item["x-kubernetes-list-type"], "must be atomic as item of a list with x-kubernetes-list-type=set"));
    }

    private static void CheckPattern(JsonObject schema, string field, List<FieldError> errors)
    {
        try
        {
            if (schema.Text("pattern") is { } pattern)
                _ = new SchemaReader().Read(new JsonObject { ["pattern"] = pattern });
        }
        catch (FormatException problem)
        {
            errors.Add(FieldError.Invalid($"{field}.pattern", schema["pattern"], problem.Message));
        }
    }

    private static void CheckValueValidations(JsonObject schema, string field, List<FieldError> errors)
    {
        bool intOrString = schema["x-kubernetes-int-or-string"].IsTrue();
        foreach (string junctor in (string[])["allOf", "anyOf", "oneOf"])
        {
            JsonObject[] parts = [.. schema.Array(junctor).Objects()];
            for (int index = 0; index < parts.Length; index++)
                CheckValueValidation(parts[index], $"{field}.{junctor}[{index}]", intOrString, errors);
        }

        if (schema["not"] is JsonObject not)
            CheckValueValidation(not, $"{field}.not", allowsType: false, errors);
    }

    private static void CheckValueValidation(JsonObject schema, string field, bool allowsType, List<FieldError> errors)
    {
        foreach (string name in ForbiddenInValueValidation.Where(name => schema.ContainsKey(name) && !(allowsType && name == "type")))
            errors.Add(FieldError.Forbidden($"{field}.{name}", "must be empty to be structural"));
        foreach ((string name, JsonNode? member) in schema.Object("properties") ?? [])
            CheckValueValidation(member as JsonObject ?? [], $"{field}.properties[{name}]", allowsType: false, errors);
        if (schema["items"] is JsonObject items)
            CheckValueValidation(items, $"{field}.items", allowsType: false, errors);
        foreach (string junctor in (string[])["allOf", "anyOf", "oneOf"])
        {
            JsonObject[] parts = [.. schema.Array(junctor).Objects()];
            for (int index = 0; index < parts.Length; index++)
                CheckValueValidation(parts[index], $"{field}.{junctor}[{index}]", allowsType, errors);
        }
    }
}
