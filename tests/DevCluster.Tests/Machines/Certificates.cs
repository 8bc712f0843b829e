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

    /// <summary>An authority with an RSA key, as kubeadm and Cluster API make them.</summary>
    public static (string CertificatePem, string KeyPem) RsaAuthority()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=kubernetes", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return (certificate.ExportCertificatePem(), key.ExportRSAPrivateKeyPem());
    }
}
