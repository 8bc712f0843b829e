using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElementalProvider.Api.Meta.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.Agent.Gateway;

/// <summary>Free-form fields as the server sends them: the JSON text that somebody wrote, or, from managers of before, a struct that stands for it.</summary>
internal static class FreeFormJson
{
    /// <summary>As deep as the objects may be that the fields come from.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = JsonDepth.OfObject };

    /// <summary>An object with nothing in it, which is what a field says that is not set.</summary>
    public static JsonElement Empty { get; } = JsonElement.Parse("{}"u8);

    /// <summary>Reads a field, unless it is none that this agent can read.</summary>
    /// <param name="text">The text; empty where it is not set, or a manager of before sends none.</param>
    /// <param name="older">The struct, which counts where there is no text.</param>
    /// <param name="value">The JSON object.</param>
    public static bool TryRead(ByteString text, Struct? older, out JsonElement value) => TryRead(text.IsEmpty ? TextOf(older) : text.Span, out value);

    /// <summary>Reads a text that was noted before; none is an empty object.</summary>
    /// <param name="text">The text.</param>
    public static JsonElement Read(string? text) => text is not null && TryRead(Encoding.UTF8.GetBytes(text), out JsonElement value) ? value : Empty;

    /// <summary>Why a field is not done as it says, for a person.</summary>
    /// <param name="field">The field, as it is called where people write it.</param>
    public static string Unreadable(string field) =>
        $"{field} cannot be read by this agent: it must be a JSON object of at most {JsonDepth.OfObject} levels.";

    private static bool TryRead(ReadOnlySpan<byte> text, out JsonElement value)
    {
        try
        {
            value = JsonElement.Parse(text, Deep);
            return value.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            value = Empty;
            return false;
        }
    }

    private static byte[] TextOf(Struct? older) => Encoding.UTF8.GetBytes(ToNode(older ?? new Struct()).ToJsonString());

    private static JsonObject ToNode(Struct value) => new(value.Fields.Select(field => KeyValuePair.Create(field.Key, ToNode(field.Value))));

    private static JsonNode? ToNode(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.StructValue => ToNode(value.StructValue),
        Value.KindOneofCase.ListValue => new JsonArray([.. value.ListValue.Values.Select(ToNode)]),
        Value.KindOneofCase.StringValue => JsonValue.Create(value.StringValue),
        Value.KindOneofCase.BoolValue => JsonValue.Create(value.BoolValue),
        Value.KindOneofCase.NumberValue when double.IsFinite(value.NumberValue) => JsonValue.Create(value.NumberValue),
        _ => null,
    };
}
