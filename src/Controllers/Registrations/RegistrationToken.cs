using System.Security.Cryptography;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Tokens;

namespace ElementalProvider.Controllers.Registrations;

/// <summary>The token with which machines register. It is meant for the registration, wherever that is reached.</summary>
internal static class RegistrationToken
{
    /// <summary>Makes a token.</summary>
    /// <param name="key">The signing key of the registration.</param>
    /// <param name="registration">Namespace and name of the registration.</param>
    /// <param name="uri">URI of the registration.</param>
    /// <param name="lifetime">spec.config.elemental.registration.tokenDuration, in nanoseconds: 0 means no expiry, negative has expired already.</param>
    /// <param name="now">The time of issue.</param>
    public static string Issue(ECDsa key, ObjectKey registration, string uri, long lifetime, DateTimeOffset now) => Jwt.Sign(key, new JwtClaims
    {
        Subject = uri,
        Audience = RegistrationAudience.Named(registration.Namespace, registration.Name, uri),
        IssuedAt = now,
        NotBefore = now,
        ExpiresAt = lifetime == 0 ? null : Expiry(lifetime, now),
    });

    /// <summary>Whether machines can register with the token now, and until when.</summary>
    /// <param name="token">The token.</param>
    /// <param name="registration">Namespace and name of the registration.</param>
    /// <param name="publicKeyPem">Public half of the signing key.</param>
    /// <param name="clock">Tells whether the token has expired.</param>
    public static JwtVerdict Check(string? token, ObjectKey registration, string publicKeyPem, TimeProvider clock) =>
        Jwt.Verify(
            token,
            publicKeyPem,
            new JwtExpectations { Audience = RegistrationAudience.Of(registration.Namespace, registration.Name), Clock = clock });

    /// <summary>
    /// Whether a token that was issued before does for a new one: machines can register with it, it lives as long as it is asked for, and half of that
    /// is still to come.
    /// </summary>
    /// <param name="token">The token; null where none was issued.</param>
    /// <param name="registration">Namespace and name of the registration.</param>
    /// <param name="publicKeyPem">Public half of the signing key.</param>
    /// <param name="lifetime">The life that is asked for, in nanoseconds.</param>
    /// <param name="clock">Tells how much of the life is left.</param>
    public static bool StillDoes(string? token, ObjectKey registration, string publicKeyPem, long lifetime, TimeProvider clock)
    {
        if (token is null || lifetime < 0 || Check(token, registration, publicKeyPem, clock) is not { IsValid: true, Claims: { } claims })
            return false;
        if (lifetime == 0 || claims.ExpiresAt is null)
            return lifetime == 0 && claims.ExpiresAt is null;

        DateTimeOffset wanted = Expiry(lifetime, claims.IssuedAt ?? default);
        DateTimeOffset half = Expiry(lifetime / 2, claims.IssuedAt ?? default);
        return (wanted - claims.ExpiresAt.Value).Duration() < TimeSpan.FromSeconds(2) && clock.GetUtcNow() < half;
    }

    /// <summary>Whether half of the life of a token is over, or all of it. One that is refused for another reason was meant by somebody.</summary>
    /// <param name="token">The token.</param>
    /// <param name="verdict">What was found of it.</param>
    /// <param name="now">Now.</param>
    public static bool IsToBeReplaced(string? token, JwtVerdict verdict, DateTimeOffset now) =>
        token is not null
        && Jwt.ReadUnverified(token) is { IssuedAt: { } begin, ExpiresAt: { } end }
        && now >= (verdict.IsValid ? begin + ((end - begin) / 2) : end);

    private static DateTimeOffset Expiry(long nanoseconds, DateTimeOffset now)
    {
        TimeSpan lifetime = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return lifetime > DateTimeOffset.MaxValue - now ? DateTimeOffset.MaxValue
            : lifetime < DateTimeOffset.UnixEpoch - now ? DateTimeOffset.UnixEpoch
            : now + lifetime;
    }
}
