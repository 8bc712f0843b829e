using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Errors;

/// <summary>One thing wrong with one field of an object, worded as the reference server does.</summary>
internal sealed record FieldError(string Reason, string Field, string Text)
{
    public static FieldError Invalid(string field, JsonNode? value, string detail) =>
        new("FieldValueInvalid", field, $"Invalid value: {Describe(value)}: {detail}");

    public static FieldError TypeInvalid(string field, JsonNode? value, string detail) =>
        new("FieldValueTypeInvalid", field, $"Invalid value: {Describe(value)}: {detail}");

    public static FieldError Required(string field, string detail) =>
        new("FieldValueRequired", field, detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public static FieldError Forbidden(string field, string detail) => new("FieldValueForbidden", field, $"Forbidden: {detail}");

    public static FieldError Duplicate(string field, JsonNode? value) => new("FieldValueDuplicate", field, $"Duplicate value: {Describe(value)}");

    public static FieldError TooLong(string field, string detail) => new("FieldValueTooLong", field, $"Too long: {detail}");

    public static FieldError TooMany(string field, long count, long maximum) =>
        new("FieldValueTooMany", field, $"Too many: {count}: must have at most {maximum} items");

    public static FieldError NotSupported(string field, JsonNode? value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", field, $"Unsupported value: {Describe(value)}: supported values: {string.Join(", ", supported.Select(text => $"\"{text}\""))}");

    public StatusCause ToCause() => new(Reason, Text, Field);

    public override string ToString() => $"{Field}: {Text}";

    private static string Describe(JsonNode? value) => value is null ? "null" : value.GetValueKind() switch
    {
        JsonValueKind.Object or JsonValueKind.Array => System.Text.Encoding.UTF8.GetString(JsonText.ToUtf8(value)),
        JsonValueKind.String => $"\"{value.Text()}\"",
        _ => value.ToJsonString(),
    };
}
