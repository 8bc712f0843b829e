using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace ElementalProvider.Agent.Identity;

/// <summary>Makes the tokens a host proves itself with: JWTs (RFC 7519) signed ES256 by its own key, for one registration.</summary>
/// <param name="identity">Who signs.</param>
/// <param name="audience">URI of the registration.</param>
/// <param name="clock">The time.</param>
internal sealed class HostTokenSource(HostIdentity identity, string audience, TimeProvider clock)
{
    /// <summary>How far a token's validity reaches back, for servers whose clock is behind.</summary>
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private string token = "";
    private DateTimeOffset renewAt = DateTimeOffset.MinValue;

    public HostIdentity Identity => identity;

    /// <summary>A token with at least a third of its life ahead.</summary>
    public string GetToken()
    {
        lock (gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (now >= renewAt)
            {
                token = Sign(now);
                renewAt = now + (Lifetime * 2 / 3);
            }

            return token;
        }
    }

    private string Sign(DateTimeOffset now)
    {
        string header = Encode("""{"alg":"ES256","typ":"JWT"}"""u8);
        string signed = $"{header}.{Encode(Claims(now))}";
        return $"{signed}.{Encode(identity.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private byte[] Claims(DateTimeOffset now)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("sub", identity.Name);
            writer.WriteString("aud", audience);
            writer.WriteNumber("nbf", (now - Leeway).ToUnixTimeSeconds());
            writer.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
