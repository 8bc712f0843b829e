using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElementalProvider.Api.Meta.Json;

/// <summary>Strings of which a fleet has few different ones, such as condition types: each is held in memory once.</summary>
public sealed class PooledStringConverter : JsonConverter<string>
{
    private readonly StringPool _pool = new();

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? _pool.Read(ref reader)
            : throw new JsonException($"Expected a text, not {reader.TokenType}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
