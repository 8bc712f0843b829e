using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.Net.Client;

/// <summary>How a <see cref="GrpcChannel"/> connects and what it accepts.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>How the channel is secured; null means what the address says (<c>https</c> or <c>http</c>).</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>The largest message that may be sent, in bytes; null means no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>The largest message that may be received, in bytes; null means no limit. The default is 4 MiB.</summary>
    public int? MaxReceiveMessageSize { get; set; } = GrpcProtocol.DefaultMaxReceiveMessageSize;

    /// <summary>
    /// What sends the requests; null means a <see cref="SocketsHttpHandler"/> with HTTP/2 keep-alive pings after 60 seconds,
    /// answered within 20. Set either this or <see cref="HttpClient"/>.
    /// </summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>What sends the requests. Its timeout applies to calls too. Set either this or <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Whether the channel disposes the given <see cref="HttpClient"/> or <see cref="HttpHandler"/> with itself.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>
    /// Whether a cancelled or overdue call throws <see cref="OperationCanceledException"/> instead of <see cref="RpcException"/>.
    /// </summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether call credentials are sent over plain text; otherwise they are left out there.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Where the channel finds its <see cref="TimeProvider"/>; null means the system's clock.</summary>
    public IServiceProvider? ServiceProvider { get; set; }
}
