using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ElementalProvider.Tokens;

/// <summary>
/// Signs and verifies JSON Web Tokens in the compact serialization (RFC 7515, 7519) with ES256. Nothing else is accepted: the algorithm
/// is never the token's choice.
/// </summary>
public static class Jwt
{
    /// <summary>Longer strings are refused unread; real tokens stay below 1 KiB.</summary>
    public const int MaxLength = 16 * 1024;

    private const string Algorithm = "ES256";
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"ES256","typ":"JWT"}"""u8);

    /// <summary>Makes a token.</summary>
    /// <param name="key">A P-256 key with its private part.</param>
    /// <param name="claims">What the token says.</param>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static string Sign(ECDsa key, JwtClaims claims)
    {
        if (!Es256Key.IsP256(key))
            throw new ArgumentException("an ES256 token needs a key on the curve P-256", nameof(key));

        string signed = $"{Header}.{Base64Url.EncodeToString(JwtPayload.Write(claims))}";
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Says whether a token was signed with a key and holds what is expected, here and now.</summary>
    /// <param name="token">The token; may be anything at all.</param>
    /// <param name="publicKeyPem">Public key of the signer, SubjectPublicKeyInfo in PEM.</param>
    /// <param name="expectations">Audience, subject and clock.</param>
    public static JwtVerdict Verify(string? token, string? publicKeyPem, JwtExpectations expectations)
    {
        if (string.IsNullOrEmpty(token))
            return JwtVerdict.Refuse("there is no token");
        if (token.Length > MaxLength)
            return JwtVerdict.Refuse($"the token is longer than {MaxLength} characters");
        if (token.Split('.') is not [string header, string payload, string signature])
            return JwtVerdict.Refuse("the token does not have the three parts of a signed JWT");

        try
        {
            (string? algorithm, bool critical) = JwtPayload.ReadHeader(Base64Url.DecodeFromChars(header));
            if (algorithm != Algorithm)
                return JwtVerdict.Refuse($"the token is not signed with {Algorithm}");
            if (critical)
                return JwtVerdict.Refuse("the token asks for extensions (crit) that are not supported");
            if (!Es256Key.TryImportPublic(publicKeyPem, out ECDsa? key))
                return JwtVerdict.Refuse("the public key to verify the token with is no P-256 key in PEM");

            using (key)
            {
                byte[] signed = Encoding.UTF8.GetBytes($"{header}.{payload}");
                if (!key.VerifyData(signed, Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256))
                    return JwtVerdict.Refuse("the signature of the token was not made with the expected key");
            }

            JwtClaims claims = JwtPayload.ReadClaims(Base64Url.DecodeFromChars(payload));
            return Unmet(claims, expectations) is { } reason ? JwtVerdict.Refuse(reason) : JwtVerdict.Accept(claims);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return JwtVerdict.Refuse("the token is not a well-formed JWT");
        }
    }

    /// <summary>What a token claims, without any proof: only good for finding the key that the proof needs. Null where it is no JWT.</summary>
    /// <param name="token">The token; may be anything at all.</param>
    public static JwtClaims? ReadUnverified(string? token)
    {
        if (token is not { Length: > 0 and <= MaxLength } || token.Split('.') is not [_, string payload, _])
            return null;

        try
        {
            return JwtPayload.ReadClaims(Base64Url.DecodeFromChars(payload));
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The first expectation that the claims do not meet, or null.</summary>
    private static string? Unmet(JwtClaims claims, JwtExpectations expected)
    {
        DateTimeOffset now = expected.Clock.GetUtcNow();
        if (!claims.Audience.Contains(expected.Audience, StringComparer.Ordinal))
            return $"the token is not meant for the audience {expected.Audience}";
        if (expected.Subject is not null && claims.Subject != expected.Subject)
            return $"the subject of the token is not {expected.Subject}";
        if (expected.RequireExpiry && claims.ExpiresAt is null)
            return "the token has no expiry (exp)";
        if (claims.NotBefore is { } notBefore && notBefore - now > expected.Leeway)
            return "the token is not valid yet (nbf)";
        if (claims.ExpiresAt is { } expiresAt && now - expiresAt >= expected.Leeway)
            return "the token has expired (exp)";

        return null;
    }
}
