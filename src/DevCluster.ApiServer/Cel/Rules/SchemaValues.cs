using System.Globalization;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Cel.Functions;
using ElementalProvider.DevCluster.ApiServer.Cel.Values;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Schemas;

namespace ElementalProvider.DevCluster.ApiServer.Cel.Rules;

/// <summary>Turns parts of resources into the values that expressions work with.</summary>
internal static class SchemaValues
{
    /// <param name="value">A part of a resource.</param>
    /// <param name="schema">Its schema; without one it is taken as it is.</param>
    /// <exception cref="CelException">A text does not have the format that the schema asks for.</exception>
    public static object? Of(JsonNode? value, StructuralSchema? schema) => value switch
    {
        null => null,
        JsonObject members => new JsonMap(members, schema is null ? null : SchemaTypes.WithMetadata(schema, schema.EmbeddedResource)),
        JsonArray items => OfItems(items, schema),
        _ when value.Flag() is { } flag => flag,
        _ when value.Text() is { } text => schema is { Type: "string", Format.Length: > 0 } ? OfText(text, schema.Format) : text,
        _ when schema?.Type != "number" && value.Whole() is { } whole => whole,
        _ => schema?.Type == "integer" ? (long)value.Number()!.Value : value.Number()!.Value,
    };

    private static IReadOnlyList<object?> OfItems(JsonArray items, StructuralSchema? schema)
    {
        object?[] values = [.. items.Select(item => Of(item, schema?.Items))];
        return schema?.ListType switch
        {
            "set" => new ListByIdentity(values, item => item),
            "map" => new ListByIdentity(values, item => Identity(item, schema)),
            _ => values,
        };
    }

    private static object?[]? Identity(object? item, StructuralSchema schema) => item is CelMap map
        ? [.. schema.ListMapKeys.Select(key => map.TryGet(PropertyNames.Escape(key) ?? key, out object? value) ? value : null)]
        : null;

    private static object OfText(string text, string format) => format switch
    {
        "byte" => Bytes(text),
        "duration" => TimeText.ParseDuration(text) ?? throw Unfit(text, format),
        "date-time" => TimeText.ParseTimestamp(text) ?? throw Unfit(text, format),
        "date" => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : throw Unfit(text, format),
        _ => text,
    };

    private static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : throw Unfit(text, "byte");
    }

    private static CelException Unfit(string text, string format) => new($"invalid data, expected format={format} but got \"{text}\"");
}
