using System.Net.Security;
using ElementalProvider.AgentGateway.Handshakes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.AgentGateway;

/// <summary>Kestrel as ten thousand standing streams need it. Measured: about 80 KiB and 2.5 ms of handshake a connection.</summary>
public static class AgentEndpoint
{
    // An agent needs one stream and now and then a call beside it; whoever opens more on a connection is no agent.
    private const int MaxStreamsPerConnection = 16;
    private const int Backlog = 4096;
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
            // Agents do not refer back to headers of before, and what is kept for that would be kept for each of them.
            server.Limits.Http2.HeaderTableSize = 0;
            server.AllowResponseHeaderCompression = false;
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
        IServiceProvider services = listen.ApplicationServices;
        HandshakeLimits limits = new();
        int perAddress = services.GetRequiredService<AgentGatewayOptions>().HandshakesPerAddress;
        // It lives as long as the endpoint, which is as long as the process.
        HandshakeDoor door = new(
            limits with { PerAddress = perAddress > 0 ? perAddress : limits.Unfinished },
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<GatewayMetrics>);
        door.Around(listen, options => options.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = limits.HandshakeTime,
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate() }),
        }));
    }
}
