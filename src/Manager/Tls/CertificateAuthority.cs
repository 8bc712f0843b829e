using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Manager.Tls;

/// <summary>The manager's own authority: machines that register are told to trust it, so it must outlive every replica and restart.</summary>
/// <param name="certificatePem">The certificate of the authority in PEM.</param>
/// <param name="keyPem">Its private key, PKCS#8 in PEM.</param>
internal sealed class CertificateAuthority(string certificatePem, string keyPem)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan ServingLife = TimeSpan.FromDays(90);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    /// <summary>The certificate, which machines are told to trust.</summary>
    public string CertificatePem => certificatePem;

    /// <summary>The private key, for the one place that keeps it.</summary>
    public string KeyPem => keyPem;

    /// <summary>A new authority.</summary>
    /// <param name="now">The time its life begins.</param>
    public static CertificateAuthority Create(DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=elemental-manager", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 certificate = request.CreateSelfSigned(now - ClockTolerance, now + AuthorityLife);
        return new CertificateAuthority(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>A certificate for the agent address. Made anew at each start and kept in memory only: nothing but the authority is worth keeping.</summary>
    /// <param name="host">Name or address under which machines reach the manager; this machine's own are added.</param>
    /// <param name="now">The time its life begins.</param>
    /// <exception cref="CryptographicException">The authority is not readable.</exception>
    public X509Certificate2 Issue(string host, DateTimeOffset now)
    {
        using X509Certificate2 authority = X509Certificate2.CreateFromPem(certificatePem, keyPem);
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=elemental-manager-agents", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        request.CertificateExtensions.Add(Names(host));

        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        DateTimeOffset lastDay = new(authority.NotAfter);
        DateTimeOffset end = now + ServingLife < lastDay ? now + ServingLife : lastDay;
        using X509Certificate2 certificate = request.Create(authority, now - ClockTolerance, end, serial);
        using X509Certificate2 withKey = certificate.CopyWithPrivateKey(key);
        // The TLS stack wants a key that outlives this method's handle.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    private static X509Extension Names(string host)
    {
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        if (!IPAddress.TryParse(host, out IPAddress? address))
            names.AddDnsName(host);
        else if (!IPAddress.IsLoopback(address))
            names.AddIpAddress(address);
        return names.Build();
    }
}
