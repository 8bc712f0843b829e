using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace ElementalProvider.Tokens;

/// <summary>Keys for ES256: generation, and the PEM forms in which they are kept.</summary>
public static class Es256Key
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>A new private key, PKCS#8 in PEM.</summary>
    public static string GeneratePrivatePem()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>The public half of a private key, SubjectPublicKeyInfo in PEM.</summary>
    /// <param name="privateKeyPem">A P-256 private key in PEM.</param>
    /// <param name="publicKeyPem">The public key, or null when false is returned.</param>
    /// <returns>Whether the PEM held such a key.</returns>
    public static bool TryGetPublicPem(string? privateKeyPem, [NotNullWhen(true)] out string? publicKeyPem)
    {
        publicKeyPem = null;
        if (!TryImportPrivate(privateKeyPem, out ECDsa? key))
            return false;

        using (key)
            publicKeyPem = key.ExportSubjectPublicKeyInfoPem();
        return true;
    }

    /// <summary>
    /// One spelling for one public key, so that keys can be compared as strings: other line lengths, line ends or text around the PEM
    /// are gone.
    /// </summary>
    /// <param name="publicKeyPem">A P-256 public key, SubjectPublicKeyInfo in PEM.</param>
    /// <param name="normalized">The key in PEM as .NET writes it, or null when false is returned.</param>
    /// <returns>Whether the PEM held such a key, and no private one.</returns>
    public static bool TryNormalizePublicPem(string? publicKeyPem, [NotNullWhen(true)] out string? normalized)
    {
        normalized = null;
        if (!TryImportPublic(publicKeyPem, out ECDsa? key))
            return false;

        using (key)
            normalized = key.ExportSubjectPublicKeyInfoPem();
        return true;
    }

    /// <summary>Reads a private key.</summary>
    /// <param name="pem">A P-256 private key in PEM.</param>
    /// <param name="key">The key, to be disposed by the caller; null when false is returned.</param>
    /// <returns>Whether the PEM held such a key.</returns>
    public static bool TryImportPrivate(string? pem, [NotNullWhen(true)] out ECDsa? key) => TryImport(pem, wantsPrivate: true, out key);

    /// <summary>Reads a public key.</summary>
    /// <param name="pem">A P-256 public key in PEM.</param>
    /// <param name="key">The key, to be disposed by the caller; null when false is returned.</param>
    /// <returns>Whether the PEM held such a key, and no private one.</returns>
    public static bool TryImportPublic(string? pem, [NotNullWhen(true)] out ECDsa? key) => TryImport(pem, wantsPrivate: false, out key);

    /// <summary>Whether a key is good for ES256: on the curve P-256.</summary>
    /// <param name="key">The key; its public part is enough.</param>
    public static bool IsP256(ECDsa key) =>
        // A curve that is spelled out in numbers has no name at all.
        key.ExportParameters(includePrivateParameters: false).Curve is { IsNamed: true } curve && curve.Oid.Value == P256;

    private static bool TryImport(string? pem, bool wantsPrivate, [NotNullWhen(true)] out ECDsa? key)
    {
        key = null;
        if (!PemEncoding.TryFind(pem, out PemFields fields))
            return false;

        bool isPrivate = pem.AsSpan()[fields.Label].EndsWith("PRIVATE KEY", StringComparison.Ordinal);
        if (isPrivate != wantsPrivate)
            return false;

        ECDsa candidate = ECDsa.Create();
        try
        {
            candidate.ImportFromPem(pem);
            if (IsP256(candidate))
                (key, candidate) = (candidate, null!);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            // Not a key at all, or of another kind: false says so.
            return false;
        }
        finally
        {
            candidate?.Dispose();
        }

        return key is not null;
    }
}
