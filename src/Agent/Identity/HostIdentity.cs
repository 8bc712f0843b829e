using System.Security.Cryptography;

namespace ElementalProvider.Agent.Identity;

/// <summary>Who this host is: a name, and the key that proves it.</summary>
internal sealed class HostIdentity(string name, ECDsa key) : IDisposable
{
    public string Name => name;

    /// <summary>SubjectPublicKeyInfo in PEM.</summary>
    public string PublicKeyPem => key.ExportSubjectPublicKeyInfoPem();

    /// <summary>An ES256 signature as JWTs carry it: r and s, 32 bytes each.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => key.Dispose();
}
