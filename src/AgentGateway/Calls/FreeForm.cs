using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ElementalProvider.AgentGateway.Calls;

/// <summary>
/// A free-form field of a spec: the JSON text that it is, shared with the object that it comes from. Two are equal where their texts are.
/// </summary>
/// <param name="element">The field; what is no object (absent, null) is nothing.</param>
internal readonly struct FreeForm(JsonElement? element) : IEquatable<FreeForm>
{
    /// <summary>The object, or null for nothing.</summary>
    public JsonElement? Json => element is { ValueKind: JsonValueKind.Object } ? element : null;

    /// <summary>The text, as it was written; empty for nothing.</summary>
    public ReadOnlySpan<byte> Utf8 => Json is { } json ? JsonMarshal.GetRawUtf8Value(json) : default;

    public static bool operator ==(FreeForm left, FreeForm right) => left.Equals(right);

    public static bool operator !=(FreeForm left, FreeForm right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(FreeForm other) => Utf8.SequenceEqual(other.Utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FreeForm other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Utf8);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}
