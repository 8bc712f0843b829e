using System.Security.Cryptography;
using System.Text.Json;

namespace ElementalProvider.Agent.Plugins.Dummy.Slots;

/// <summary>Tells OS versions apart by all that was asked for.</summary>
internal static class ImageId
{
    /// <summary>SHA-256 of the JSON, in hexadecimal; the order of keys and white space do not count.</summary>
    public static string Of(JsonElement osVersionManagement)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
            Write(writer, osVersionManagement);

        return Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()));
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                    Write(writer, item);

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
