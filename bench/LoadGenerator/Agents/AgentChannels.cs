using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Agent.Gateway;
using Grpc.Net.Client;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>The connections of a fleet: one HTTP/2 connection an agent, like real hosts, or a few that all agents share.</summary>
/// <param name="endpoint">Where the gateway is.</param>
/// <param name="shared">Number of shared connections; 0 gives every agent its own.</param>
internal sealed class AgentChannels(AgentEndpoint endpoint, int shared) : IDisposable
{
    private readonly GrpcChannel[] _shared = [.. Enumerable.Range(0, shared).Select(_ => Connect(endpoint))];
    private int _next = -1;

    public GrpcChannel Take() =>
        _shared.Length == 0 ? Connect(endpoint) : _shared[(int)((uint)Interlocked.Increment(ref _next) % (uint)_shared.Length)];

    /// <summary>Closes the connection, unless others use it too.</summary>
    public void Return(GrpcChannel channel)
    {
        if (_shared.Length == 0)
            channel.Dispose();
    }

    public void Dispose()
    {
        foreach (GrpcChannel channel in _shared)
            channel.Dispose();
    }

    private static GrpcChannel Connect(AgentEndpoint endpoint) => GrpcChannel.ForAddress(endpoint.GatewayAddress, new GrpcChannelOptions
    {
        HttpHandler = CreateHandler(endpoint.Authorities),
        DisposeHttpClient = true,
    });

    // A real agent's, but that proxies are none of what is measured, and that who has asked for thousands of connections at once waits longer.
    private static SocketsHttpHandler CreateHandler(X509Certificate2Collection authorities)
    {
        SocketsHttpHandler handler = GatewaySockets.NewHandler(new SslClientAuthenticationOptions { CertificateChainPolicy = TrustPolicy(authorities) });
        handler.ConnectTimeout = TimeSpan.FromSeconds(30);
        handler.EnableMultipleHttp2Connections = true;
        handler.UseProxy = false;
        return handler;
    }

    private static X509ChainPolicy? TrustPolicy(X509Certificate2Collection authorities)
    {
        if (authorities.Count == 0)
            return null;

        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
