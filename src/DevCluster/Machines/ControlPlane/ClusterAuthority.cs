using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.DevCluster.Machines.ControlPlane.Etcd;

namespace ElementalProvider.DevCluster.Machines.ControlPlane;

/// <summary>What the bootstrap data of a control plane machine says about its cluster. Holds the key of the authority: never logged.</summary>
/// <param name="Endpoint">Where the API server is to be, as host:port.</param>
/// <param name="CertificatePem">Certificate of the authority.</param>
/// <param name="KeyPem">Its private key.</param>
/// <param name="Etcd">The authority of its etcd; null where that runs elsewhere.</param>
internal sealed record ClusterAuthority(string Endpoint, string CertificatePem, string KeyPem, EtcdAuthority? Etcd)
{
    private const int IdLength = 16;
    private const int DefaultPort = 6443;

    /// <summary>Tells clusters apart: two that share an endpoint one after the other have different authorities.</summary>
    public string Id
    {
        get
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(CertificatePem);
            return certificate.GetCertHashString(HashAlgorithmName.SHA256)[..IdLength].ToLowerInvariant();
        }
    }

    /// <summary>The API server as clients name it.</summary>
    public Uri Server => new($"https://{Endpoint}");

    /// <summary>Host and port of the endpoint.</summary>
    /// <exception cref="DevClusterException">It is no endpoint.</exception>
    public (string Host, int Port) Address =>
        Uri.TryCreate($"https://{Endpoint}", UriKind.Absolute, out Uri? server) && server.Host.Length > 0
            ? (server.DnsSafeHost, server.IsDefaultPort && !Endpoint.EndsWith(":443", StringComparison.Ordinal) ? DefaultPort : server.Port)
            : throw new DevClusterException($"{Endpoint} is no endpoint of an API server; it must be host:port.");

    /// <inheritdoc/>
    public override string ToString() => $"authority of the cluster at {Endpoint}";
}
