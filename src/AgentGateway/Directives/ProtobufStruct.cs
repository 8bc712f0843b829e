using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace ElementalProvider.AgentGateway.Directives;

/// <summary>Free-form JSON of a spec as protobuf's Struct. The depth is bounded by the JSON reader that made the element.</summary>
internal static class ProtobufStruct
{
    /// <summary>The object as a Struct, or null where there is none (absent, null or no object).</summary>
    /// <param name="element">A free-form field.</param>
    public static Struct? From(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } json ? FromObject(json) : null;

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
