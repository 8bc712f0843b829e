using System.Globalization;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;

namespace ElementalProvider.DevCluster.ApiServer.Schemas;

/// <summary>The limits of a schema on the value itself.</summary>
internal static class ScalarRules
{
    public static void CheckText(string text, StructuralSchema schema, string path, List<FieldError> errors)
    {
        long length = new StringInfo(text).LengthInTextElements;
        if (schema.Limits.MaxLength is { } maximum && length > maximum)
            errors.Add(FieldError.TooLong(path, $"may not be more than {maximum} bytes"));
        if (schema.Limits.MinLength is { } minimum && length < minimum)
            errors.Add(FieldError.Invalid(path, JsonValue.Create(text), $"{path} in body should be at least {minimum} chars long"));
        if (schema.Pattern is { } pattern && !pattern.IsMatch(text))
            errors.Add(FieldError.Invalid(path, JsonValue.Create(text), $"{path} in body should match '{schema.PatternText}'"));
    }

    public static void CheckNumber(JsonNode value, double number, StructuralSchema schema, string path, List<FieldError> errors)
    {
        SchemaLimits limits = schema.Limits;
        if (limits.Minimum is { } minimum && (limits.ExclusiveMinimum ? number <= minimum : number < minimum))
            errors.Add(FieldError.Invalid(path, value, $"{path} in body should be greater than{(limits.ExclusiveMinimum ? string.Empty : " or equal to")} {minimum}"));
        if (limits.Maximum is { } maximum && (limits.ExclusiveMaximum ? number >= maximum : number > maximum))
            errors.Add(FieldError.Invalid(path, value, $"{path} in body should be less than{(limits.ExclusiveMaximum ? string.Empty : " or equal to")} {maximum}"));
        if (limits.MultipleOf is { } factor && !double.IsInteger(number / factor))
            errors.Add(FieldError.Invalid(path, value, $"{path} in body should be a multiple of {factor}"));
    }

    public static void CheckItems(JsonArray items, StructuralSchema schema, string path, List<FieldError> errors)
    {
        if (schema.Limits.MaxItems is { } maximum && items.Count > maximum)
            errors.Add(FieldError.TooMany(path, items.Count, maximum));
        if (schema.Limits.MinItems is { } minimum && items.Count < minimum)
            errors.Add(FieldError.Invalid(path, JsonValue.Create((long)items.Count), $"{path} in body should have at least {minimum} items"));
    }

    public static void CheckProperties(JsonObject members, StructuralSchema schema, string path, List<FieldError> errors)
    {
        if (schema.Limits.MaxProperties is { } maximum && members.Count > maximum)
            errors.Add(FieldError.TooMany(path, members.Count, maximum));
        if (schema.Limits.MinProperties is { } minimum && members.Count < minimum)
            errors.Add(FieldError.Invalid(path, JsonValue.Create((long)members.Count), $"{path} in body should have at least {minimum} properties"));
    }
}
