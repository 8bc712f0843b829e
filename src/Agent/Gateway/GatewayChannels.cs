using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Agent.Configuration;
using Grpc.Net.Client;

namespace ElementalProvider.Agent.Gateway;

/// <summary>Opens channels to the gateway with the trust that the configuration asks for.</summary>
internal static class GatewayChannels
{
    private static readonly TimeSpan KeepAliveDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    /// <summary>A channel to the host and port of the registration's URI. It connects with the first call.</summary>
    public static GrpcChannel Open(AgentConfig config) => GrpcChannel.ForAddress(
        config.Registration.Uri.Address,
        new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = ConnectTimeout,
                KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
                KeepAlivePingDelay = KeepAliveDelay,
                KeepAlivePingTimeout = KeepAliveTimeout,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                SslOptions = Trust(config),
            },
            DisposeHttpClient = true,
        });

    private static SslClientAuthenticationOptions Trust(AgentConfig config) => new()
    {
#pragma warning disable CA5359 // The user asked for exactly this.
        RemoteCertificateValidationCallback = config.Agent.InsecureSkipTlsVerify ? AcceptAny : null,
#pragma warning restore CA5359
        CertificateChainPolicy = config.Registration.CaCertificate.Length > 0 ? CustomTrust(config) : null,
    };

    private static X509ChainPolicy CustomTrust(AgentConfig config)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(config.Registration.CaCertificate);
        if (config.Agent.UseSystemCertPool)
        {
            using X509Store system = new(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
            policy.CustomTrustStore.AddRange(system.Certificates);
        }

        return policy;
    }

    // Asked for by name in agent.insecureSkipTlsVerify; every start of the agent warns about it.
    private static bool AcceptAny(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => true;
}
