using System.Net.Security;
using ElementalProvider.AgentGateway.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ElementalProvider.AgentGateway;

/// <summary>Kestrel as ten thousand standing streams need it. Measured: about 80 KiB and 2.5 ms of handshake a connection.</summary>
public static class AgentEndpoint
{
    // An agent needs one stream and now and then a call beside it; whoever opens more on a connection is no agent.
    private const int MaxStreamsPerConnection = 16;
    private const int Backlog = 4096;
    // A handshake computes for milliseconds and waits for the network much longer.
    private const int HandshakesPerProcessor = 32;
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Sets the limits of the server: keep-alive pings that find dead peers, few streams a connection, a deep backlog.</summary>
    /// <param name="builder">The web host.</param>
    public static IWebHostBuilder UseAgentEndpointLimits(this IWebHostBuilder builder)
    {
        builder.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.Http2.MaxStreamsPerConnection = MaxStreamsPerConnection;
            server.Limits.Http2.KeepAlivePingDelay = KeepAlivePingDelay;
            server.Limits.Http2.KeepAlivePingTimeout = KeepAlivePingTimeout;
        });
        return builder.UseSockets(sockets => sockets.Backlog = Backlog);
    }

    /// <summary>Serves an endpoint over TLS, with a bounded number of handshakes at a time.</summary>
    /// <param name="listen">The endpoint.</param>
    /// <param name="certificate">
    /// The certificate to show; asked for each handshake, so that it may be renewed. All handshakes with one context share what OpenSSL keeps
    /// of it, which is more than it keeps of the connection.
    /// </param>
    public static void UseAgentTls(this ListenOptions listen, Func<SslStreamCertificateContext> certificate)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        // It lives as long as the endpoint, which is as long as the process.
        HandshakeLimit limit = new(Environment.ProcessorCount * HandshakesPerProcessor, HandshakePatience);
        limit.Around(listen, options => options.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate() }),
        }));
    }
}
