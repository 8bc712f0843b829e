using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.Agent.Gateway;

/// <summary>Turns protobuf's free-form values into JSON, without reflection.</summary>
internal static class StructJson
{
    /// <summary>A free-form field: the text that it is, or, from an older manager, the struct that stands for it; a missing one is empty.</summary>
    public static JsonElement Read(ByteString text, Struct? value)
    {
        if (text.IsEmpty)
            return ToJson(value);

        using JsonDocument document = JsonDocument.Parse(text.Memory);
        return document.RootElement.Clone();
    }

    private static JsonElement ToJson(Struct? value)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            Write(writer, value ?? new Struct());

        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        return document.RootElement.Clone();
    }

    /// <summary>JSON text that was made here before; none is an empty object.</summary>
    public static JsonElement Parse(string? json)
    {
        using JsonDocument document = JsonDocument.Parse(json ?? "{}");
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, Struct value)
    {
        writer.WriteStartObject();
        foreach ((string key, Value member) in value.Fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            writer.WritePropertyName(key);
            Write(writer, member);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Value value)
    {
        switch (value.KindCase)
        {
            case Value.KindOneofCase.StructValue:
                Write(writer, value.StructValue);
                break;
            case Value.KindOneofCase.ListValue:
                writer.WriteStartArray();
                foreach (Value item in value.ListValue.Values)
                    Write(writer, item);

                writer.WriteEndArray();
                break;
            case Value.KindOneofCase.StringValue:
                writer.WriteStringValue(value.StringValue);
                break;
            case Value.KindOneofCase.BoolValue:
                writer.WriteBooleanValue(value.BoolValue);
                break;
            case Value.KindOneofCase.NumberValue when double.IsFinite(value.NumberValue):
                writer.WriteNumberValue(value.NumberValue);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
