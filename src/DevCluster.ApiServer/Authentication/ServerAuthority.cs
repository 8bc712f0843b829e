using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Tokens;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>The server's certificate authority: its own, or one that it was given, with a key of any kind that certificates are signed with.</summary>
internal sealed class ServerAuthority : IDisposable
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(365);
    private readonly X509Certificate2 _certificate;
    private readonly TimeProvider _clock;

    private ServerAuthority(X509Certificate2 certificate, TimeProvider clock)
    {
        _certificate = certificate;
        _clock = clock;
    }

    public string CertificatePem => _certificate.ExportCertificatePem();

    public static ServerAuthority Create(TimeProvider clock)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=elemental-dev-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign | X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        DateTimeOffset now = clock.GetUtcNow();
        return new ServerAuthority(request.CreateSelfSigned(now.AddHours(-1), now + Lifetime), clock);
    }

    /// <exception cref="CryptographicException">They are no certificate and key in PEM form, or do not belong to each other.</exception>
    public static ServerAuthority Load(string certificatePem, string keyPem, TimeProvider clock) =>
        new(X509Certificate2.CreateFromPem(certificatePem, keyPem), clock);

    /// <summary>
    /// The key of service account tokens, for ES256. It is the authority's own where that fits, else one that follows from it, so that tokens outlive a
    /// restart with the same authority. The caller disposes it.
    /// </summary>
    public ECDsa SigningKey()
    {
        if (_certificate.GetECDsaPrivateKey() is { } own)
        {
            if (Es256Key.IsP256(own))
                return own;
            own.Dispose();
        }

        using AsymmetricAlgorithm key = KeyOf(_certificate);
        byte[] scalar = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.ExportPkcs8PrivateKey(), outputLength: 32, info: "service account tokens"u8.ToArray());
        // Below the order of the curve, whatever comes out.
        scalar[0] &= 0x7F;
        return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = scalar });
    }

    public string ExportKeyPem() => ExportKey(_certificate);

    public static string ExportKey(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm key = KeyOf(certificate);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>A certificate for the loopback addresses and the one that the server listens on.</summary>
    public X509Certificate2 IssueServing(IPAddress address, IEnumerable<string> names)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (string name in names.Prepend("localhost").Distinct(StringComparer.OrdinalIgnoreCase))
            alternatives.AddDnsName(name);
        foreach (IPAddress each in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback, address }.Distinct())
            alternatives.AddIpAddress(each);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 issued = Issue(new X500DistinguishedName("CN=kube-apiserver"), new PublicKey(key), ServerUsage, alternatives.Build(), LeafLifetime);
        using X509Certificate2 whole = issued.CopyWithPrivateKey(key);
        // TLS on some platforms cannot use a key that lives only in memory.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), password: null);
    }

    public X509Certificate2 IssueClient(string user, IEnumerable<string> groups)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 issued = IssueClient(user, groups, new PublicKey(key), LeafLifetime);
        return issued.CopyWithPrivateKey(key);
    }

    /// <summary>A client certificate for a key of somebody else.</summary>
    public X509Certificate2 IssueClient(string user, IEnumerable<string> groups, PublicKey key, TimeSpan lifetime)
    {
        var name = new X500DistinguishedNameBuilder();
        foreach (string group in groups)
            name.AddOrganizationName(group);
        name.AddCommonName(user);
        return Issue(name.Build(), key, ClientUsage, null, lifetime);
    }

    /// <summary>Whether a certificate comes from this authority and is valid now.</summary>
    public bool Issued(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = _clock.GetUtcNow().UtcDateTime;
        return chain.Build(certificate);
    }

    public void Dispose() => _certificate.Dispose();

    private X509Certificate2 Issue(X500DistinguishedName subject, PublicKey key, string usage, X509Extension? names, TimeSpan lifetime)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        // An authority that was given may have no identifier of its key; it is found by its name then.
        if (_certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any())
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names is not null)
            request.CertificateExtensions.Add(names);
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        DateTimeOffset now = _clock.GetUtcNow();
        DateTimeOffset last = new(_certificate.NotAfter), wanted = now + lifetime;
        using AsymmetricAlgorithm signer = KeyOf(_certificate);
        X509SignatureGenerator signature = signer is RSA rsa ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1) : X509SignatureGenerator.CreateForECDsa((ECDsa)signer);
        return request.Create(_certificate.SubjectName, signature, Earliest(now.AddHours(-1)), wanted < last ? wanted : last, serial);
    }

    /// <summary>No certificate is valid before its authority.</summary>
    private DateTimeOffset Earliest(DateTimeOffset wanted)
    {
        DateTimeOffset first = new(_certificate.NotBefore);
        return wanted > first ? wanted : first;
    }

    private static AsymmetricAlgorithm KeyOf(X509Certificate2 certificate) => (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey()
        ?? throw new CryptographicException("The certificate has neither an RSA nor an EC key.");
}
