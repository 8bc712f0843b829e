using System.Security.Cryptography;
using ElementalProvider.Tokens;

namespace ElementalProvider.Agent.Identity;

/// <summary>Who this host is: a name, and the key that proves it.</summary>
internal sealed class HostIdentity(string name, ECDsa key) : IDisposable
{
    public string Name => name;

    /// <summary>SubjectPublicKeyInfo in PEM.</summary>
    public string PublicKeyPem => key.ExportSubjectPublicKeyInfoPem();

    /// <summary>A token that only this host can make.</summary>
    public string Sign(JwtClaims claims) => Jwt.Sign(key, claims with { Subject = name });

    public void Dispose() => key.Dispose();
}
