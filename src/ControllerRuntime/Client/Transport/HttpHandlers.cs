using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace ElementalProvider.ControllerRuntime.Client.Transport;

/// <summary>Makes the package's client with the connection pool that this product wants.</summary>
internal static class HttpHandlers
{
    /// <summary>Connections, TLS and credentials to one API server. The configuration is left as it is: several clients may share it.</summary>
    public static k8s.Kubernetes Connect(KubernetesClientConfiguration configuration, KubernetesClientOptions options)
    {
        SocketsHttpHandler? network = null;
        KubernetesClientConfiguration own = new()
        {
            Host = configuration.Host,
            SslCaCerts = configuration.SslCaCerts,
            ClientCertificateData = configuration.ClientCertificateData,
            ClientCertificateKeyData = configuration.ClientCertificateKeyData,
            ClientCertificateFilePath = configuration.ClientCertificateFilePath,
            ClientKeyFilePath = configuration.ClientKeyFilePath,
            ClientCertificateKeyStoreFlags = configuration.ClientCertificateKeyStoreFlags,
            SkipTlsVerify = configuration.SkipTlsVerify,
            TlsServerName = configuration.TlsServerName,
            AccessToken = configuration.AccessToken,
            TokenProvider = configuration.TokenProvider,
            UserAgent = options.UserAgent,
            FirstMessageHandlerSetup = handler =>
            {
                network = handler;
                Tune(handler, configuration, options);
                configuration.FirstMessageHandlerSetup?.Invoke(handler);
            },
        };
        if (options.Handler is { } replacement)
            return new k8s.Kubernetes(own, new Detour(replacement));

        k8s.Kubernetes made = new(own);
        if (!configuration.SkipTlsVerify && network is not null)
        {
            // Last, because the package sets what judges the certificate after it had the handler set up.
            ServerTrust trust = new(configuration, options.TimeProvider, network.SslOptions.RemoteCertificateValidationCallback);
            network.SslOptions.RemoteCertificateValidationCallback = trust.Validate;
        }

        return made;
    }

    private static void Tune(SocketsHttpHandler handler, KubernetesClientConfiguration configuration, KubernetesClientOptions options)
    {
        handler.ConnectTimeout = options.ConnectTimeout;
        handler.MaxConnectionsPerServer = options.MaxConnectionsPerServer;
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingDelay = options.KeepAlivePingDelay;
        handler.KeepAlivePingTimeout = options.KeepAlivePingTimeout;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.AutomaticDecompression = DecompressionMethods.GZip;

        // A redirect would carry the credentials to wherever it points.
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        if (!configuration.SkipTlsVerify && configuration.SslCaCerts is { Count: > 0 } authorities)
            handler.SslOptions.CertificateChainPolicy = Only(authorities);
    }

    /// <summary>Without this, the chain is first built with the system's authorities, and what a server's certificate names is downloaded.</summary>
    private static X509ChainPolicy Only(X509Certificate2Collection authorities)
    {
        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <summary>Leads requests away from the network.</summary>
    private sealed class Detour(HttpMessageHandler replacement) : DelegatingHandler
    {
        private readonly HttpMessageInvoker _invoker = new(replacement, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            _invoker.SendAsync(request, cancellationToken);
    }
}
