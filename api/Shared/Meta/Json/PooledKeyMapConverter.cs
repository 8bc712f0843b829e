using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElementalProvider.Api.Meta.Json;

/// <summary>Labels and annotations: ten thousand objects have the same few keys, each of which is held in memory once.</summary>
public sealed class PooledKeyMapConverter : JsonConverter<IDictionary<string, string>>
{
    private readonly StringPool _keys = new();

    /// <inheritdoc/>
    public override IDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException($"Expected a map of texts, not {reader.TokenType}.");

        Dictionary<string, string> map = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = _keys.Read(ref reader);
            reader.Read();
            map[key] = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Null => "",
                _ => throw new JsonException($"The value of '{key}' must be a text, not {reader.TokenType}."),
            };
        }

        return map;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach ((string key, string text) in value)
            writer.WriteString(key, text);
        writer.WriteEndObject();
    }
}
