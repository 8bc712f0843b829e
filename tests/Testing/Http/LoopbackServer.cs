using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Testing.Http;

/// <summary>What a server on loopback needs.</summary>
public static class LoopbackServer
{
    private static readonly DateTimeOffset EndOfTime = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A certificate that vouches for itself, whatever the time is by the clock of the test.</summary>
    /// <param name="dnsNames">Names that it is good for, besides 127.0.0.1.</param>
    public static X509Certificate2 NewCertificate(params IEnumerable<string> dnsNames)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=loopback", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        foreach (string dnsName in dnsNames)
            names.AddDnsName(dnsName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using X509Certificate2 issued = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, EndOfTime);
        return X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>A port that was free a moment ago, for whoever must say it before anything listens.</summary>
    public static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
