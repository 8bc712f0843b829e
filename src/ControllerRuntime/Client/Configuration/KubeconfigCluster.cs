using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.ControllerRuntime.Client.Configuration;

/// <summary>Reads the cluster part of a kubeconfig.</summary>
internal static class KubeconfigCluster
{
    public static KubernetesClientConfiguration Read(KubeconfigEntry cluster)
    {
        Uri server = cluster.Address("server") ?? throw cluster.Wrong("server", "is not set");
        bool insecure = cluster.Flag("insecure-skip-tls-verify");
        X509Certificate2Collection? authorities = ReadAuthorities(cluster);
        if (insecure && authorities is not null)
            throw cluster.Wrong("insecure-skip-tls-verify", "contradicts certificate-authority; keep one of them");

        return new KubernetesClientConfiguration
        {
            Host = server.AbsoluteUri,
            SslCaCerts = authorities,
            SkipTlsVerify = insecure,
            TlsServerName = cluster.Text("tls-server-name"),
            FirstMessageHandlerSetup = cluster.Address("proxy-url") is { } proxy ? handler => handler.Proxy = new WebProxy(proxy) : null,
        };
    }

    private static X509Certificate2Collection? ReadAuthorities(KubeconfigEntry cluster)
    {
        if (cluster.Pem("certificate-authority") is not { } pem)
            return null;

        X509Certificate2Collection authorities = [];
        try
        {
            authorities.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw cluster.Wrong("certificate-authority", "holds no valid certificate in PEM form", exception);
        }

        return authorities.Count > 0 ? authorities : throw cluster.Wrong("certificate-authority", "holds no certificate in PEM form");
    }
}
