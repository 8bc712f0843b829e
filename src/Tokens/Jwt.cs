using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace ElementalProvider.Tokens;

/// <summary>Signs and verifies JSON Web Tokens (RFC 7519) as <see cref="Jws"/> has them.</summary>
public static class Jwt
{
    /// <summary>Longer tokens are refused unread.</summary>
    public const int MaxLength = Jws.MaxLength;

    /// <summary>Makes a token.</summary>
    /// <param name="key">A P-256 key with its private part.</param>
    /// <param name="claims">What the token says.</param>
    /// <exception cref="ArgumentException">The key is on another curve.</exception>
    public static string Sign(ECDsa key, JwtClaims claims) => Jws.Sign(key, JwtPayload.Write(claims));

    /// <summary>Says whether a token was signed with a key and holds what is expected, here and now.</summary>
    /// <param name="token">The token; may be anything at all.</param>
    /// <param name="publicKeyPem">Public key of the signer, SubjectPublicKeyInfo in PEM.</param>
    /// <param name="expectations">Audience, subject and clock.</param>
    public static JwtVerdict Verify(string? token, string? publicKeyPem, JwtExpectations expectations)
    {
        if (!Es256Key.TryImportPublic(publicKeyPem, out ECDsa? key))
            return JwtVerdict.Refuse("the public key to verify the token with is no P-256 key in PEM");

        using (key)
        {
            if (!Jws.TryOpen(token, key, out byte[]? payload, out string? reason))
                return JwtVerdict.Refuse(reason);
            try
            {
                JwtClaims claims = JwtPayload.ReadClaims(payload);
                return Unmet(claims, expectations) is { } unmet ? JwtVerdict.Refuse(unmet) : JwtVerdict.Accept(claims);
            }
            catch (Exception exception) when (Jws.IsMalformed(exception))
            {
                return JwtVerdict.Refuse(Jws.Malformed);
            }
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
        catch (Exception exception) when (Jws.IsMalformed(exception))
        {
            return null;
        }
    }

    /// <summary>The first expectation that the claims do not meet, or null.</summary>
    private static string? Unmet(JwtClaims claims, JwtExpectations expected)
    {
        DateTimeOffset now = expected.Clock.GetUtcNow();
        if (!claims.Audience.Any(audience => RegistrationAudience.Matches(audience, expected.Audience)))
            return $"the token is not meant for the audience {expected.Audience}";
        if (expected.Subject is not null && claims.Subject != expected.Subject)
            return $"the subject of the token is not {expected.Subject}";
        if (expected.LongestLife is not null && claims.ExpiresAt is null)
            return "the token has no expiry (exp)";
        if (claims.NotBefore is { } notBefore && notBefore - now > expected.Leeway)
            return "the token is not valid yet (nbf)";
        if (claims.ExpiresAt is { } expiresAt && now - expiresAt >= expected.Leeway)
            return "the token has expired (exp)";
        if (expected.LongestLife is { } longest && claims.ExpiresAt - now > longest + expected.Leeway)
            return string.Create(CultureInfo.InvariantCulture, $"the token would live longer than {longest.TotalMinutes} minutes (exp)");

        return null;
    }
}
