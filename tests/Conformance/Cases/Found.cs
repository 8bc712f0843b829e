using System.Text.Json.Nodes;

namespace ElementalProvider.Conformance.Cases;

/// <summary>What a path leads to: a value, which may be null, or nothing.</summary>
internal readonly record struct Found(bool Exists, JsonNode? Value)
{
    public static readonly Found Nothing = new(false, null);

    public static Found Of(JsonNode? value) => new(true, value);

    public override string ToString() => Exists ? Value?.ToJsonString() ?? "null" : "nothing";
}
