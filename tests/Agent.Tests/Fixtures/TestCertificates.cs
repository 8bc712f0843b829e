using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>Certificates for servers on this machine; each vouches for itself.</summary>
internal static class TestCertificates
{
    /// <summary>A certificate for the loopback address.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="fromDays">From when on it is valid, in days from now.</param>
    /// <param name="toDays">Until when.</param>
    /// <param name="host">The only host that it is for; null for this machine.</param>
    public static X509Certificate2 Server(string name = "localhost", int fromDays = -1, int toDays = 1, string? host = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host ?? "localhost");
        if (host is null)
            names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(fromDays), now.AddDays(toDays));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null, X509KeyStorageFlags.Exportable);
    }
}
