using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.DevCluster.ApiServer.Authentication;

/// <summary>The server's own certificate authority.</summary>
internal sealed class ServerAuthority : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);
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

    public static ServerAuthority Load(string certificatePem, string keyPem, TimeProvider clock) =>
        new(X509Certificate2.CreateFromPem(certificatePem, keyPem), clock);

    /// <summary>The authority's key, for what else it vouches for. The caller disposes it.</summary>
    public ECDsa SigningKey() => _certificate.GetECDsaPrivateKey()!;

    public string ExportKeyPem() => ExportKey(_certificate);

    public static string ExportKey(X509Certificate2 certificate)
    {
        using ECDsa key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>A certificate for the loopback addresses.</summary>
    public X509Certificate2 IssueServing()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        using X509Certificate2 issued = Issue(new X500DistinguishedName("CN=elemental-dev"), "1.3.6.1.5.5.7.3.1", names.Build());
        // TLS on some platforms cannot use a key that lives only in memory.
        return X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), password: null);
    }

    public X509Certificate2 IssueClient(string user, IEnumerable<string> groups)
    {
        var name = new X500DistinguishedNameBuilder();
        foreach (string group in groups)
            name.AddOrganizationName(group);
        name.AddCommonName(user);
        return Issue(name.Build(), "1.3.6.1.5.5.7.3.2", null);
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

    private X509Certificate2 Issue(X500DistinguishedName subject, string usage, X509Extension? names)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (names is not null)
            request.CertificateExtensions.Add(names);
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        DateTimeOffset now = _clock.GetUtcNow();
        DateTimeOffset last = new(_certificate.NotAfter), year = now.AddDays(365);
        using X509Certificate2 issued = request.Create(_certificate, now.AddHours(-1), year < last ? year : last, serial);
        return issued.CopyWithPrivateKey(key);
    }
}
