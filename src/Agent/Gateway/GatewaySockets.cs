using System.Net.Security;
using System.Net.Sockets;

namespace ElementalProvider.Agent.Gateway;

/// <summary>How an agent holds its connection to the gateway.</summary>
internal static class GatewaySockets
{
    private static readonly TimeSpan KeepAliveDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    /// <summary>What a channel is made on: keep-alive pings at all times, and neither redirects nor cookies.</summary>
    /// <param name="trust">Which server is believed.</param>
    public static SocketsHttpHandler NewHandler(SslClientAuthenticationOptions trust) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = ConnectAsync,
        ConnectTimeout = ConnectTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        KeepAlivePingDelay = KeepAliveDelay,
        KeepAlivePingTimeout = KeepAliveTimeout,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        SslOptions = trust,
    };

    // With a callback of its own a channel connects when it is called and at no other time. Without one it tries again by itself, up to two
    // minutes apart, and refuses calls in between: the host would come back by its pace and not by the agent's.
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
}
