using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
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

    // The settings of a real agent's connection: keep-alive pings, no proxies or redirects.
    private static SocketsHttpHandler CreateHandler(X509Certificate2Collection authorities) => new()
    {
        AllowAutoRedirect = false,
        ConnectCallback = ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(60),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustPolicy(authorities) },
        UseCookies = false,
        UseProxy = false,
    };

    // Like a real agent's: the channel connects when it is called, and not at a pace of its own.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
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
