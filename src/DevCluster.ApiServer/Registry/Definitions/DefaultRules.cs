using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Definitions;

/// <summary>Defaults have to satisfy the schema that they stand in: a default that does not would make every object invalid that it is filled into.</summary>
internal static class DefaultRules
{
    private static readonly string[] TypeMeta = ["apiVersion", "kind"];

    public static void Check(StructuralSchema schema, string field, List<FieldError> errors)
    {
        if (schema.Default is JsonObject whole)
        {
            foreach (string name in TypeMeta.Where(name => string.IsNullOrEmpty(whole.Text(name))))
                errors.Add(FieldError.Required($"{field}.default.{name}", "must not be empty"));
        }

        CheckNode(schema, field, isResource: true, errors);
    }

    private static void CheckNode(StructuralSchema schema, string field, bool isResource, List<FieldError> errors)
    {
        // Where a number or a text may stand, the reference server looks at no default.
        if (schema.Default is { } value && !schema.IntOrString)
            CheckDefault(value, schema, $"{field}.default", isResource, errors);
        foreach ((string name, StructuralSchema member) in schema.Properties)
        {
            if (isResource && name == "metadata")
                Forbid(member, $"{field}.properties[metadata]", errors);
            else
                CheckNode(member, $"{field}.properties[{name}]", member.EmbeddedResource, errors);
        }

        if (schema.Items is { } items)
            CheckNode(items, $"{field}.items", items.EmbeddedResource, errors);
        // The values of maps: the reference server looks at the defaults inside them, not at their own.
        if (schema.AdditionalProperties is { } values)
            CheckNode(values with { Default = null }, $"{field}.additionalProperties", values.EmbeddedResource, errors);
    }

    private static void CheckDefault(JsonNode value, StructuralSchema schema, string field, bool isResource, List<FieldError> errors)
    {
        if (HasUnknown(value, schema, isResource))
            errors.Add(FieldError.Invalid(field, value, "must not have unknown fields"));
        errors.AddRange(SchemaValidator.ValidateValue(value, schema).Select(error => error with { Field = error.Field.Length == 0 ? field : $"{field}.{error.Field}" }));
    }

    /// <summary>Metadata is the server's.</summary>
    private static void Forbid(StructuralSchema metadata, string field, List<FieldError> errors)
    {
        foreach ((string name, StructuralSchema member) in metadata.Properties)
        {
            if (member.Default is not null)
                errors.Add(FieldError.Forbidden($"{field}.properties[{name}].default", "must not be set inside of metadata"));
        }
    }

    private static bool HasUnknown(JsonNode? value, StructuralSchema schema, bool isResource) => value switch
    {
        JsonObject members => members.Any(member => !(isResource && member.Key is "apiVersion" or "kind" or "metadata")
            && (schema.Member(member.Key) is { } known ? HasUnknown(member.Value, known, known.EmbeddedResource) : !schema.PreserveUnknownFields)),
        JsonArray list when schema.Items is { } items => list.Any(item => HasUnknown(item, items, items.EmbeddedResource)),
        _ => false,
    };
}
