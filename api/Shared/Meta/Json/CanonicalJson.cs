using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace ElementalProvider.Api.Meta.Json;

/// <summary>
/// One spelling for equal JSON: members sorted by their UTF-16 names, no white space, integers without a fraction. Two documents that differ
/// only in order or spacing, as they do after a round trip through another client, get the same hash; two that differ in any number do not.
/// </summary>
public static class CanonicalJson
{
    /// <summary>sha256 of the canonical form in lower-case hex.</summary>
    /// <param name="element">The document.</param>
    public static string Hash(JsonElement element)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
            Write(writer, element);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when element.TryGetInt64(out long integer):
                writer.WriteNumberValue(integer);
                break;
            case JsonValueKind.Number when LosesDigits(element) is { } digits:
                writer.WriteRawValue(digits);
                break;
            case JsonValueKind.Number when !double.IsFinite(element.GetDouble()):
                writer.WriteRawValue(element.GetRawText());
                break;
            case JsonValueKind.Number:
                writer.WriteNumberValue(element.GetDouble());
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>The digits of an integer that a double would round; null for any other number.</summary>
    private static string? LosesDigits(JsonElement number)
    {
        string text = number.GetRawText();
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger exact))
            return null;

        double rounded = number.GetDouble();
        return double.IsFinite(rounded) && new BigInteger(rounded) == exact ? null : exact.ToString(CultureInfo.InvariantCulture);
    }
}
