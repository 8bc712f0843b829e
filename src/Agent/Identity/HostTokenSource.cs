using ElementalProvider.Agent.Configuration;
using ElementalProvider.Tokens;

namespace ElementalProvider.Agent.Identity;

/// <summary>Makes the tokens a host proves itself with, for one registration. A token is used again for two thirds of its life.</summary>
/// <param name="identity">Who signs.</param>
/// <param name="registration">What the tokens are for.</param>
/// <param name="clock">The time.</param>
internal sealed class HostTokenSource(HostIdentity identity, RegistrationUri registration, TimeProvider clock)
{
    /// <summary>How far a token's validity reaches back, for servers whose clock is behind.</summary>
    public static readonly TimeSpan Leeway = TimeSpan.FromSeconds(2);

    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<string> audience = RegistrationAudience.Named(registration.Namespace, registration.Name, registration.Text);
    private readonly Lock gate = new();
    private string token = "";
    private DateTimeOffset renewAt = DateTimeOffset.MinValue;

    /// <summary>A token with at least a third of its life ahead.</summary>
    public string GetToken()
    {
        lock (gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            if (now >= renewAt)
            {
                token = identity.Sign(new JwtClaims { Audience = audience, NotBefore = now - Leeway, ExpiresAt = now + Lifetime });
                renewAt = now + (Lifetime * 2 / 3);
            }

            return token;
        }
    }
}
