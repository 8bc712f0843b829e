using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Registry;

/// <summary>
/// Brings a decoded object into the form in which it is stored. Built-in kinds and all metadata are typed in the reference server: there a wrong
/// type cannot be decoded at all, nulls mean "not given", and empty lists and maps are left out.
/// </summary>
internal sealed class ObjectNormalizer(StructuralSchema metadata)
{
    /// <summary>Where an empty list means something: forget all owners.</summary>
    private const string ManagedFields = "managedFields";

    private static readonly string[] OptionalTexts = ["generateName", "namespace", "selfLink", "uid", "resourceVersion", "name"];
    private readonly SchemaPruner _pruner = new(metadata);

    /// <summary>Prunes, checks types where they are fixed, and fills in defaults, in place.</summary>
    /// <param name="resource">The object.</param>
    /// <param name="definition">Its resource.</param>
    /// <param name="keepsNulls">Whether nulls in custom resources stay where nothing takes their place, so that validation finds them.</param>
    /// <returns>Paths of unknown fields that were dropped.</returns>
    /// <exception cref="FormatException">A value cannot be decoded.</exception>
    public IReadOnlyList<string> Normalize(JsonObject resource, ResourceDefinition definition, bool keepsNulls = false)
    {
        if (resource["metadata"] is null)
            resource["metadata"] = new JsonObject();
        IReadOnlyList<string> dropped = _pruner.Prune(resource, definition.Schema);
        Decode(resource["metadata"], metadata, $"{definition.Kind}.metadata");
        DropEmptyTexts(resource.Object("metadata")!);
        if (!definition.IsCustom)
            DecodeBuiltIn(resource, definition);
        SchemaDefaulter.Apply(resource, definition.Schema, keepsNulls);
        PutFirst(resource, definition);
        return dropped;
    }

    /// <summary>Prunes and fills in defaults of an object that was stored under another schema.</summary>
    public void Reread(JsonObject resource, StructuralSchema schema)
    {
        _pruner.Prune(resource, schema);
        SchemaDefaulter.Apply(resource, schema);
    }

    private static void DecodeBuiltIn(JsonObject resource, ResourceDefinition definition)
    {
        foreach (string name in resource.Select(member => member.Key).ToArray())
        {
            if (name is "apiVersion" or "kind" or "metadata")
                continue;
            if (definition.Schema.Member(name) is { } schema)
                DecodeMember(resource, name, schema, $"{definition.Kind}.{name}");
        }
    }

    private static void DecodeMember(JsonObject parent, string name, StructuralSchema schema, string path)
    {
        JsonNode? value = parent[name];
        if (value is null)
        {
            if (!schema.Nullable)
                parent.Remove(name);
            return;
        }

        Decode(value, schema, path);
        if (schema.Format == "date-time" && Timestamps.Parse(value.Text()) is { } time)
        {
            // Only times with a fraction have a pattern, which wants six digits.
            parent[name] = schema.Pattern is null ? Timestamps.Format(time) : Timestamps.FormatMicro(time);
            return;
        }

        bool isEmpty = (value is JsonArray { Count: 0 } && name != ManagedFields) || (value is JsonObject { Count: 0 } && schema.AdditionalProperties is not null);
        if (isEmpty)
            parent.Remove(name);
    }

    private static void Decode(JsonNode? value, StructuralSchema schema, string path)
    {
        RequireType(value, schema, path);
        if (value is JsonObject members)
        {
            foreach (string name in members.Select(member => member.Key).ToArray())
            {
                if (schema.AdditionalProperties is { } any && members[name] is null && any.Type == "string")
                    members[name] = string.Empty;
                if (schema.Member(name) is { } known)
                    DecodeMember(members, name, known, schema.Properties.ContainsKey(name) ? $"{path}.{name}" : path);
            }
        }
        else if (value is JsonArray items && schema.Items is { } itemSchema)
        {
            foreach (JsonNode? item in items)
                Decode(item, itemSchema, path);
        }
    }

    private static void RequireType(JsonNode? value, StructuralSchema schema, string path)
    {
        bool fits = value is null || schema.IntOrString || schema.Type switch
        {
            "object" => value is JsonObject,
            "array" => value is JsonArray,
            "string" => value.Text() is not null,
            "boolean" => value.Flag() is not null,
            "integer" => value.Whole() is { } whole && (schema.Format != "int32" || whole is >= int.MinValue and <= int.MaxValue),
            "number" => value.IsNumber(),
            _ => true,
        };
        if (!fits)
            throw new FormatException($"json: cannot unmarshal {Name(value!)} into Go struct field {path} of type {schema.Type}");
        if (schema.Pattern is { } pattern && value.Text() is { } text && !pattern.IsMatch(text))
            throw new FormatException($"\"{text}\" in {path} does not match {schema.PatternText}");
        if (schema.Format == "byte" && value.Text() is { } bytes && !SchemaFormats.Accepts("byte", bytes))
            throw new FormatException($"illegal base64 data in {path}");
        if (schema.Format == "date-time" && value.Text() is { } time && !SchemaFormats.Accepts("date-time", time))
            throw new FormatException($"parsing time \"{time}\" in {path}: it must look like 2006-01-02T15:04:05Z");
    }

    private static string Name(JsonNode value) => value.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "bool",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private static void DropEmptyTexts(JsonObject metadata)
    {
        foreach (string name in OptionalTexts)
        {
            if (metadata[name].Text() is { Length: 0 })
                metadata.Remove(name);
        }
    }

    /// <summary>Encodings rely on kind and apiVersion being first.</summary>
    private static void PutFirst(JsonObject resource, ResourceDefinition definition)
    {
        resource.Remove("kind");
        resource.Remove("apiVersion");
        resource.Insert(0, "kind", JsonValue.Create(definition.Kind));
        resource.Insert(1, "apiVersion", JsonValue.Create(definition.ApiVersion));
    }
}
