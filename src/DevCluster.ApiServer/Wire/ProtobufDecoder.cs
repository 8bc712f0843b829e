using System.Globalization;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Json;
using Google.Protobuf;

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
        try
        {
            return ReadEnvelope(ByteString.CopyFrom(body[Magic.Length..]));
        }
        catch (InvalidProtocolBufferException problem)
        {
            throw new FormatException($"proto: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a runtime.Unknown: 1 is the type, 2 the object.</summary>
    private JsonObject ReadEnvelope(ByteString envelope)
    {
        string apiVersion = string.Empty, kind = string.Empty;
        ByteString raw = ByteString.Empty;
        foreach (ProtobufField field in ProtobufField.In(envelope))
        {
            if (field.Number == 1)
                (apiVersion, kind) = ReadType(field.Payload);
            else if (field.Number == 2)
                raw = field.Payload;
        }

        JsonObject resource = _messages.ContainsKey(kind) ? ReadMessage(raw, kind) : throw new FormatException($"no protobuf form of kind \"{kind}\" is known: send application/json");
        resource.Insert(0, "kind", kind);
        resource.Insert(1, "apiVersion", apiVersion);
        return resource;
    }

    private static (string ApiVersion, string Kind) ReadType(ByteString bytes)
    {
        string apiVersion = string.Empty, kind = string.Empty;
        foreach (ProtobufField field in ProtobufField.In(bytes))
        {
            if (field.Number == 1)
                apiVersion = field.Payload.ToStringUtf8();
            else if (field.Number == 2)
                kind = field.Payload.ToStringUtf8();
        }

        return (apiVersion, kind);
    }

    private JsonObject ReadMessage(ByteString bytes, string message)
    {
        var result = new JsonObject();
        foreach (ProtobufField part in ProtobufField.In(bytes))
        {
            if (!_messages[message].TryGetValue(part.Number, out WireField? field))
                continue;
            if (field.Shape == WireShape.Map)
            {
                (string key, JsonNode? value) = ReadEntry(part.Payload, field.Type);
                result.Ensure(field.Name)[key] = value;
            }
            else if (field.Shape == WireShape.List)
            {
                if (result[field.Name] is not JsonArray items)
                    result[field.Name] = items = [];
                items.Add(ReadValue(part, field.Type));
            }
            else if (ReadValue(part, field.Type) is { } value && !IsAbsent(value, field.Type))
            {
                result[field.Name] = value;
            }
        }

        return result;
    }

    /// <summary>The Go encoder writes empty strings, zero counts and empty structures that JSON leaves out.</summary>
    private static bool IsAbsent(JsonNode value, string type) => type == "string" ? value.Text()!.Length == 0 : type == "int" && value.Whole() == 0;

    private (string Key, JsonNode? Value) ReadEntry(ByteString bytes, string type)
    {
        string key = string.Empty;
        JsonNode? value = JsonValue.Create(string.Empty);
        foreach (ProtobufField field in ProtobufField.In(bytes))
        {
            if (field.Number == 1)
                key = field.Payload.ToStringUtf8();
            else if (field.Number == 2)
                value = ReadValue(field, type);
        }

        return (key, value);
    }

    private JsonNode? ReadValue(ProtobufField field, string type) => type switch
    {
        "string" => JsonValue.Create(field.Payload.ToStringUtf8()),
        "bytes" => JsonValue.Create(field.Payload.ToBase64()),
        "int" => JsonValue.Create((long)field.Value),
        "bool" => JsonValue.Create(field.Value != 0),
        "time" => ReadTime(field.Payload) is { } time ? JsonValue.Create(Timestamps.Format(time)) : null,
        "microtime" => ReadTime(field.Payload) is { } time ? JsonValue.Create(Timestamps.FormatMicro(time)) : null,
        _ => ReadMessage(field.Payload, type),
    };

    private static DateTimeOffset? ReadTime(ByteString bytes)
    {
        long seconds = 0, nanoseconds = 0;
        foreach (ProtobufField field in ProtobufField.In(bytes))
        {
            if (field.Number == 1)
                seconds = (long)field.Value;
            else if (field.Number == 2)
                nanoseconds = (long)field.Value;
        }

        return bytes.IsEmpty ? null : DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(nanoseconds / 100);
    }
}
