using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;

namespace ElementalProvider.DevCluster.ApiServer.Wire;

/// <summary>
/// Reads application/vnd.kubernetes.protobuf bodies of the kinds in BuiltInWire.yaml: kubectl sends built-in kinds in this form. Answers are JSON,
/// which clients take just as well.
/// </summary>
internal sealed class ProtobufDecoder
{
    public const string ContentType = "application/vnd.kubernetes.protobuf";
    private static readonly byte[] Magic = [0x6B, 0x38, 0x73, 0x00];
    private readonly Dictionary<string, Dictionary<int, WireField>> _messages;

    private ProtobufDecoder(Dictionary<string, Dictionary<int, WireField>> messages) => _messages = messages;

    public static ProtobufDecoder Load()
    {
        using Stream stream = typeof(ProtobufDecoder).Assembly.GetManifestResourceStream("BuiltInWire.yaml")!;
        using var reader = new StreamReader(stream);
        JsonObject source = YamlText.Parse(reader.ReadToEnd())!.AsObject();
        return new ProtobufDecoder(source.ToDictionary(
            message => message.Key,
            message => message.Value!.AsObject().ToDictionary(field => int.Parse(field.Key, CultureInfo.InvariantCulture), field => WireField.Parse(field.Value.Text()!)),
            StringComparer.Ordinal));
    }

    /// <exception cref="FormatException">The body is no such message, or of a kind that is not known in this form.</exception>
    public JsonObject Decode(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
            throw new FormatException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        // runtime.Unknown: 1 is the type, 2 the object.
        string apiVersion = string.Empty, kind = string.Empty;
        ReadOnlySpan<byte> raw = default;
        var envelope = new ProtobufReader(body[Magic.Length..]);
        while (envelope.Read())
        {
            if (envelope.Number == 1)
                (apiVersion, kind) = ReadType(envelope.Payload);
            else if (envelope.Number == 2)
                raw = envelope.Payload;
        }

        JsonObject resource = _messages.ContainsKey(kind) ? ReadMessage(raw, kind) : throw new FormatException($"no protobuf form of kind \"{kind}\" is known: send application/json");
        resource.Insert(0, "kind", kind);
        resource.Insert(1, "apiVersion", apiVersion);
        return resource;
    }

    private static (string ApiVersion, string Kind) ReadType(ReadOnlySpan<byte> bytes)
    {
        string apiVersion = string.Empty, kind = string.Empty;
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            if (reader.Number == 1)
                apiVersion = Encoding.UTF8.GetString(reader.Payload);
            else if (reader.Number == 2)
                kind = Encoding.UTF8.GetString(reader.Payload);
        }

        return (apiVersion, kind);
    }

    private JsonObject ReadMessage(ReadOnlySpan<byte> bytes, string message)
    {
        var result = new JsonObject();
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            if (!_messages[message].TryGetValue(reader.Number, out WireField? field))
                continue;
            if (field.Shape == WireShape.Map)
            {
                (string key, JsonNode? value) = ReadEntry(reader.Payload, field.Type);
                result.Ensure(field.Name)[key] = value;
            }
            else if (field.Shape == WireShape.List)
            {
                if (result[field.Name] is not JsonArray items)
                    result[field.Name] = items = [];
                items.Add(ReadValue(reader, field.Type));
            }
            else if (ReadValue(reader, field.Type) is { } value && !IsAbsent(value, field.Type))
            {
                result[field.Name] = value;
            }
        }

        return result;
    }

    /// <summary>The Go encoder writes empty strings, zero counts and empty structures that JSON leaves out.</summary>
    private static bool IsAbsent(JsonNode value, string type) => type == "string" ? value.Text()!.Length == 0 : type == "int" && value.Whole() == 0;

    private (string Key, JsonNode? Value) ReadEntry(ReadOnlySpan<byte> bytes, string type)
    {
        string key = string.Empty;
        JsonNode? value = JsonValue.Create(string.Empty);
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            if (reader.Number == 1)
                key = Encoding.UTF8.GetString(reader.Payload);
            else if (reader.Number == 2)
                value = ReadValue(reader, type);
        }

        return (key, value);
    }

    private JsonNode? ReadValue(ProtobufReader reader, string type) => type switch
    {
        "string" => JsonValue.Create(Encoding.UTF8.GetString(reader.Payload)),
        "bytes" => JsonValue.Create(Convert.ToBase64String(reader.Payload)),
        "int" => JsonValue.Create((long)reader.Value),
        "bool" => JsonValue.Create(reader.Value != 0),
        "time" => ReadTime(reader.Payload, "yyyy-MM-ddTHH:mm:ssZ"),
        "microtime" => ReadTime(reader.Payload, "yyyy-MM-ddTHH:mm:ss.ffffffZ"),
        _ => ReadMessage(reader.Payload, type),
    };

    private static JsonValue? ReadTime(ReadOnlySpan<byte> bytes, string format)
    {
        long seconds = 0, nanoseconds = 0;
        bool isSet = false;
        var reader = new ProtobufReader(bytes);
        while (reader.Read())
        {
            isSet = true;
            if (reader.Number == 1)
                seconds = (long)reader.Value;
            else if (reader.Number == 2)
                nanoseconds = (long)reader.Value;
        }

        DateTimeOffset? time = isSet ? DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(nanoseconds / 100) : null;
        return time is null ? null : JsonValue.Create(time.Value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
    }
}
