using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElementalProvider.Api.Meta.Json;

/// <summary>
/// Timestamps as metav1.Time has them: RFC 3339 in UTC with whole seconds. Reading accepts fractions and offsets; <c>null</c>, which Go
/// clients write for the zero time, reads as <see langword="default"/>.
/// </summary>
public sealed class Rfc3339TimeConverter : JsonConverter<DateTimeOffset>
{
    private const int Length = 20;

    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? default : reader.GetDateTimeOffset().ToUniversalTime();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => Write(writer, value.UtcDateTime);

    /// <summary>Writes a time in UTC.</summary>
    internal static void Write(Utf8JsonWriter writer, DateTime utc)
    {
        Span<byte> text = stackalloc byte[Length];
        utc.TryFormat(text, out int written, "yyyy-MM-dd'T'HH:mm:ss'Z'");
        writer.WriteStringValue(text[..written]);
    }
}

/// <summary>The same for <see cref="DateTime"/>, which Kubernetes' own models use; what is read is UTC.</summary>
public sealed class Rfc3339DateTimeConverter : JsonConverter<DateTime>
{
    /// <inheritdoc/>
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset().UtcDateTime;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        Rfc3339TimeConverter.Write(writer, value.ToUniversalTime());
}
