using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.DevCluster.Tests.Machines;

/// <summary>Certificates for tests.</summary>
internal static class Certificates
{
    public static string AuthorityPem()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return certificate.ExportCertificatePem();
    }
}
