using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.Kubernetes.Transport;

/// <summary>Makes the connection pool that a configuration asks for.</summary>
internal static class HttpHandlers
{
    public static SocketsHttpHandler Create(KubernetesClientConfiguration configuration, KubernetesClientOptions options)
    {
        SocketsHttpHandler handler = new()
        {
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.MaxConnectionsPerServer,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            KeepAlivePingTimeout = options.KeepAlivePingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            AutomaticDecompression = DecompressionMethods.GZip,
            // A redirect would carry the credentials to wherever it points.
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        if (configuration.Proxy is not null)
            handler.Proxy = new WebProxy(configuration.Proxy);

        Secure(handler.SslOptions, configuration);
        return handler;
    }

    private static void Secure(SslClientAuthenticationOptions ssl, KubernetesClientConfiguration configuration)
    {
        if (configuration.ClientCertificate is { } certificate)
            ssl.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);

        if (configuration.InsecureSkipTlsVerify)
        {
            // The user asked for it by name in the kubeconfig.
#pragma warning disable CA5359, MA0039
            ssl.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
        }
        else if (configuration.CertificateAuthorities is { } authorities)
        {
            ssl.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            ssl.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
    }
}
