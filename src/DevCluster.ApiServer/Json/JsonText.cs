using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElementalProvider.DevCluster.ApiServer.Json;

/// <summary>Reads and writes JSON trees. Numbers are either <see cref="long"/> or <see cref="double"/>, as in the reference server.</summary>
internal static class JsonText
{
    private const int MaximumDepth = 128;
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonWriterOptions Pretty = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    /// <summary>Parses one document; of a repeated key the last value wins and its path is added to <paramref name="duplicates"/>.</summary>
    /// <exception cref="JsonException">The text is not one JSON document.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaximumDepth });
        reader.Read();
        JsonNode? root = ReadValue(ref reader, string.Empty, duplicates);
        if (reader.Read())
            throw new JsonException("there is text after the document");
        return root;
    }

    /// <summary>Parses bytes that this server wrote itself and that hold one object.</summary>
    public static JsonObject ParseObject(ReadOnlyMemory<byte> utf8) => Parse(utf8.Span)!.AsObject();

    public static byte[] ToUtf8(JsonNode? node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        Write(buffer, node);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(IBufferWriter<byte> target, JsonNode? node, bool indented = false)
    {
        using var writer = new Utf8JsonWriter(target, indented ? Pretty : Compact);
        if (node is null)
            writer.WriteNullValue();
        else
            node.WriteTo(writer);
    }

    /// <summary>A writer with the settings of this class.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> target) => new(target, Compact);

    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadObject(ref reader, path, duplicates),
        JsonTokenType.StartArray => ReadArray(ref reader, path, duplicates),
        JsonTokenType.String => JsonValue.Create(reader.GetString()),
        JsonTokenType.Number => reader.TryGetInt64(out long whole) ? JsonValue.Create(whole) : JsonValue.Create(reader.GetDouble()),
        JsonTokenType.True => JsonValue.Create(true),
        JsonTokenType.False => JsonValue.Create(false),
        _ => null,
    };

    private static JsonObject ReadObject(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        var result = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            string child = duplicates is null ? path : path.Length == 0 ? name : $"{path}.{name}";
            if (duplicates is not null && result.ContainsKey(name) && !duplicates.Contains(child))
                duplicates.Add(child);
            reader.Read();
            result[name] = ReadValue(ref reader, child, duplicates);
        }

        return result;
    }

    private static JsonArray ReadArray(ref Utf8JsonReader reader, string path, ICollection<string>? duplicates)
    {
        var result = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            result.Add(ReadValue(ref reader, duplicates is null ? path : $"{path}[{result.Count}]", duplicates));
        return result;
    }
}
