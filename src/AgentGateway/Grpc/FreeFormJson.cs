using System.Text.Json;
using ElementalProvider.AgentGateway.Calls;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>Free-form JSON of a spec on the wire: as the text that it is, and for older agents as protobuf's Struct.</summary>
internal static class FreeFormJson
{
    /// <summary>Every level of JSON is three of protobuf, whose readers give up a whole message that has more than a hundred.</summary>
    private const int DeepestStruct = 30;

    /// <summary>
    /// Agents take 4 MiB. A registration has three of these beside their texts, which are 1.5 MiB at most, all together, because no object in a
    /// Kubernetes API is larger.
    /// </summary>
    private const int LargestStruct = 768 * 1024;

    /// <summary>The text as it was written.</summary>
    /// <param name="field">A free-form field.</param>
    public static ByteString ToText(FreeForm field) => ByteString.CopyFrom(field.Utf8);

    /// <summary>The object as a Struct, or null where there is none, or it is too deep or too large for one.</summary>
    /// <param name="field">A free-form field.</param>
    public static Struct? ToStruct(FreeForm field) =>
        field.Json is { } json && Fits(json, DeepestStruct) && FromObject(json) is var made && made.CalculateSize() <= LargestStruct ? made : null;

    private static bool Fits(JsonElement json, int levels) => json.ValueKind switch
    {
        JsonValueKind.Object => levels > 0 && json.EnumerateObject().All(member => Fits(member.Value, levels - 1)),
        JsonValueKind.Array => levels > 0 && json.EnumerateArray().All(item => Fits(item, levels - 1)),
        _ => true,
    };

    private static Struct FromObject(JsonElement json)
    {
        Struct result = new();
        foreach (JsonProperty member in json.EnumerateObject())
            result.Fields[member.Name] = ToValue(member.Value);
        return result;
    }

    private static Value ToValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Value.ForStruct(FromObject(element)),
        JsonValueKind.Array => Value.ForList([.. element.EnumerateArray().Select(ToValue)]),
        JsonValueKind.String => Value.ForString(element.GetString()),
        JsonValueKind.Number => Value.ForNumber(element.GetDouble()),
        JsonValueKind.True => Value.ForBool(true),
        JsonValueKind.False => Value.ForBool(false),
        _ => Value.ForNull(),
    };
}
