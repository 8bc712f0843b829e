using System.Text.Json;

namespace ElementalProvider.Api.Meta.Json;

/// <summary>
/// Hands out one string for texts that come again and again, such as label keys, without making a new one each time. A small table: a text that
/// is not there takes the place of another. Threads may race for a place; whoever loses has a string of its own, which is no harm.
/// </summary>
internal sealed class StringPool
{
    private const int Places = 1024;
    private const int LongestText = 128;

    private readonly string?[] _texts = new string?[Places];

    /// <summary>The text that the reader stands on: a string or a property name.</summary>
    public string Read(ref Utf8JsonReader reader)
    {
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > LongestText)
            return reader.GetString()!;

        HashCode hash = default;
        hash.AddBytes(reader.ValueSpan);
        int place = hash.ToHashCode() & (Places - 1);
        return _texts[place] is { } known && reader.ValueTextEquals(known) ? known : _texts[place] = reader.GetString()!;
    }
}
