using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>allOf, anyOf, oneOf and not.</summary>
internal static class SchemaComposition
{
    public delegate void Validation(JsonNode? value, StructuralSchema schema, string path, JsonNode? previous, List<FieldError> errors);

    public static void Validate(JsonNode? value, StructuralSchema schema, string path, Validation validate, List<FieldError> errors)
    {
        foreach (StructuralSchema part in schema.AllOf)
            validate(value, part, path, null, errors);
        if (schema.AnyOf.Count > 0 && !schema.AnyOf.Any(part => Accepts(part, value, path, validate)))
            errors.Add(FieldError.Invalid(path, value, $"{path} in body must validate at least one schema (anyOf)"));
        if (schema.OneOf.Count > 0 && schema.OneOf.Count(part => Accepts(part, value, path, validate)) != 1)
            errors.Add(FieldError.Invalid(path, value, $"{path} in body must validate one and only one schema (oneOf)"));
        if (schema.Not is { } not && Accepts(not, value, path, validate))
            errors.Add(FieldError.Invalid(path, value, $"{path} in body must not validate the schema (not)"));
    }

    private static bool Accepts(StructuralSchema schema, JsonNode? value, string path, Validation validate)
    {
        var errors = new List<FieldError>();
        validate(value, schema, path, null, errors);
        return errors.Count == 0;
    }
}
