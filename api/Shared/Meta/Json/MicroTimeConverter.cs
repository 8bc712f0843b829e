using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElementalProvider.Api.Meta.Json;

/// <summary>
/// Timestamps as metav1.MicroTime has them: RFC 3339 in UTC with six digits of fraction. For single properties, such as the times of a Lease.
/// </summary>
public sealed class MicroTimeConverter : JsonConverter<DateTime?>
{
    private const int Length = 27;

    /// <inheritdoc/>
    public override DateTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : reader.GetDateTimeOffset().UtcDateTime;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTime? value, JsonSerializerOptions options)
    {
        if (value is not { } time)
        {
            writer.WriteNullValue();
            return;
        }

        Span<byte> text = stackalloc byte[Length];
        time.ToUniversalTime().TryFormat(text, out int written, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
        writer.WriteStringValue(text[..written]);
    }
}
