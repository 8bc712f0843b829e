using System.Security.Cryptography;
using System.Text;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Tokens;

namespace ElementalProvider.AgentGateway.Authentication;

/// <summary>
/// Verifies tokens and remembers accepted ones briefly: agents that come back all at once, or make several calls with one token, cost one
/// signature check. The one place that knows the algorithms, so EdDSA for hosts of the older agent has its seam here.
/// </summary>
internal sealed class TokenVerifier(AgentGatewayOptions options, TimeProvider clock)
{
    private readonly BoundedCache<string, bool> _accepted = new(options.MaxCachedVerdicts, clock);

    /// <summary>Verifies one token; a simulation brings something cheaper.</summary>
    internal Func<string, string, JwtExpectations, JwtVerdict> Verify { get; init; } = Jwt.Verify;

    /// <summary>Why a token is not accepted, or null where it is.</summary>
    /// <param name="token">The token.</param>
    /// <param name="publicKey">Key of the signer (SubjectPublicKeyInfo in PEM).</param>
    /// <param name="registration">The registration it must be meant for.</param>
    /// <param name="subject">The subject it must have; null accepts any.</param>
    /// <param name="isHostToken">Whether a host made it: such a token may live for minutes only.</param>
    public string? Refuse(string token, string publicKey, ObjectKey registration, string? subject, bool isHostToken)
    {
        if (token.Length > Jwt.MaxLength)
            return "it is too long";

        string audience = RegistrationAudience.Of(registration.Namespace, registration.Name);
        string fingerprint = Fingerprint(token, publicKey, audience, subject);
        if (_accepted.TryGet(fingerprint, out _))
            return null;

        JwtVerdict verdict = Verify(token, publicKey, new JwtExpectations
        {
            Audience = audience,
            Subject = subject,
            Clock = clock,
            Leeway = options.ClockSkew,
            LongestLife = isHostToken ? options.HostTokenLife : null,
        });
        if (verdict.Claims is not { } claims)
            return verdict.Reason;

        DateTimeOffset until = clock.GetUtcNow() + options.VerdictLifetime;
        // Subtracted here, because what a token may name as its end is the end of the calendar too.
        if (claims.ExpiresAt is { } end && end < until - options.ClockSkew)
            until = end + options.ClockSkew;
        _accepted.Set(fingerprint, true, until);
        return null;
    }

    // A hash, so that no token stays in memory longer than its call.
    private static string Fingerprint(string token, string publicKey, string audience, string? subject) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', token, publicKey, audience, subject))));
}
