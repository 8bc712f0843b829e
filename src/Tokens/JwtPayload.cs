using System.Text.Json;

namespace ElementalProvider.Tokens;

/// <summary>The JSON of header and claims. Unknown members are skipped; members of the wrong type make the token unreadable.</summary>
internal static class JwtPayload
{
    /// <summary>Latest NumericDate that a <see cref="DateTimeOffset"/> can hold; anything above is as good as never.</summary>
    private static readonly double LatestDate = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static byte[] Write(JwtClaims claims)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (claims.Subject is not null)
                json.WriteString("sub", claims.Subject);
            WriteAudience(json, claims.Audience);
            WriteDate(json, "iat", claims.IssuedAt);
            WriteDate(json, "nbf", claims.NotBefore);
            WriteDate(json, "exp", claims.ExpiresAt);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads the claims.</summary>
    /// <exception cref="JsonException">It is no JSON object, or a member has the wrong type.</exception>
    public static JwtClaims ReadClaims(ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8);
        JsonElement root = Object(document);
        return new JwtClaims
        {
            Subject = Text(root, "sub"),
            Audience = Audience(root),
            IssuedAt = Date(root, "iat"),
            NotBefore = Date(root, "nbf"),
            ExpiresAt = Date(root, "exp"),
        };
    }

    /// <summary>Reads what the header says about the signature.</summary>
    /// <exception cref="JsonException">It is no JSON object, or a member has the wrong type.</exception>
    public static (string? Algorithm, bool HasCriticalExtensions) ReadHeader(ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8);
        JsonElement root = Object(document);
        return (Text(root, "alg"), root.TryGetProperty("crit", out _));
    }

    private static void WriteAudience(Utf8JsonWriter json, IReadOnlyList<string> audience)
    {
        switch (audience)
        {
            case []:
                break;
            case [string only]:
                json.WriteString("aud", only);
                break;
            default:
                json.WriteStartArray("aud");
                foreach (string one in audience)
                    json.WriteStringValue(one);
                json.WriteEndArray();
                break;
        }
    }

    private static void WriteDate(Utf8JsonWriter json, string name, DateTimeOffset? date)
    {
        if (date is { } time)
            json.WriteNumber(name, time.ToUnixTimeSeconds());
    }

    private static JsonElement Object(JsonDocument document) =>
        document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement : throw new JsonException("not an object");

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value))
            return null;

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw new JsonException($"{name} is no string");
    }

    private static IReadOnlyList<string> Audience(JsonElement root)
    {
        if (!root.TryGetProperty("aud", out JsonElement value))
            return [];

        return value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                => [.. value.EnumerateArray().Select(item => item.GetString()!)],
            _ => throw new JsonException("aud is neither a string nor a list of strings"),
        };
    }

    private static DateTimeOffset? Date(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value))
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double seconds) || !double.IsFinite(seconds))
            throw new JsonException($"{name} is no number");

        // RFC 7519 allows fractions of a second.
        return seconds >= LatestDate ? DateTimeOffset.MaxValue
            : seconds <= 0 ? DateTimeOffset.UnixEpoch
            : DateTimeOffset.UnixEpoch.AddSeconds(seconds);
    }
}
