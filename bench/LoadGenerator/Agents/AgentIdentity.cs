using System.Security.Cryptography;
using ElementalProvider.Tokens;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>Name and key of one simulated host.</summary>
internal sealed class AgentIdentity(string name) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(2);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Name { get; } = name;

    public string PublicKeyPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>A fresh host token for a registration.</summary>
    /// <param name="audience">What the token is for.</param>
    /// <param name="now">The time it is made.</param>
    public string SignToken(IReadOnlyList<string> audience, DateTimeOffset now) => Jwt.Sign(_key, new JwtClaims
    {
        Subject = Name,
        Audience = audience,
        NotBefore = now - Leeway,
        ExpiresAt = now + Lifetime,
    });

    public void Dispose() => _key.Dispose();
}
