using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ElementalProvider.Tokens;

/// <summary>
/// Signed bytes in the compact serialization (RFC 7515) with ES256. Nothing else is accepted: the algorithm is never the token's choice. What the bytes
/// say is the caller's business.
/// </summary>
public static class Jws
{
    /// <summary>Longer strings are refused unread; real tokens stay below 1 KiB.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>Why a token is refused that nothing can be read of.</summary>
    internal const string Malformed = "the token is not a well-formed JWT";

    private const string Algorithm = "ES256";
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"ES256","typ":"JWT"}"""u8);

    /// <summary>Makes a token.</summary>
    /// <param name="key">A P-256 key with its private part.</param>
    /// <param name="payload">What is signed.</param>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static string Sign(ECDsa key, ReadOnlySpan<byte> payload)
    {
        if (!Es256Key.IsP256(key))
            throw new ArgumentException("an ES256 token needs a key on the curve P-256", nameof(key));

        string signed = $"{Header}.{Base64Url.EncodeToString(payload)}";
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Takes the payload out of a token that a key has signed.</summary>
    /// <param name="token">The token; may be anything at all.</param>
    /// <param name="key">The signer's key; its public part is enough.</param>
    /// <param name="payload">What was signed, or null when false is returned.</param>
    /// <param name="reason">Why the token is refused, as one sentence without any part of it; null when true is returned.</param>
    public static bool TryOpen(string? token, ECDsa key, [NotNullWhen(true)] out byte[]? payload, [NotNullWhen(false)] out string? reason)
    {
        (payload, reason) = Open(token, key);
        return payload is not null;
    }

    private static (byte[]? Payload, string? Reason) Open(string? token, ECDsa key)
    {
        if (string.IsNullOrEmpty(token))
            return (null, "there is no token");
        if (token.Length > MaxLength)
            return (null, $"the token is longer than {MaxLength} characters");
        if (token.Split('.') is not [string header, string payload, string signature])
            return (null, "the token does not have the three parts of a signed JWT");

        try
        {
            (string? algorithm, bool critical) = JwtPayload.ReadHeader(Base64Url.DecodeFromChars(header));
            if (algorithm != Algorithm)
                return (null, $"the token is not signed with {Algorithm}");
            if (critical)
                return (null, "the token asks for extensions (crit) that are not supported");
            return key.VerifyData(Encoding.UTF8.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256)
                ? (Base64Url.DecodeFromChars(payload), null)
                : (null, "the signature of the token was not made with the expected key");
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            return (null, Malformed);
        }
    }

    /// <summary>Whether an exception is about the text of a token: no base64, no JSON, or texts in it that are no Unicode.</summary>
    internal static bool IsMalformed(Exception exception) => exception is FormatException or JsonException or InvalidOperationException;
}
