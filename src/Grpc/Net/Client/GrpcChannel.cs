using Grpc.Core;
using Grpc.Net.Client.Internal;

namespace Grpc.Net.Client;

/// <summary>A channel to one server over HTTP/2. It connects when the first call needs it, and again when a connection was lost.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _shutdown = new();
    private readonly bool _disposeInvoker;
    private bool _isDisposed;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        if (options.HttpClient is not null && options.HttpHandler is not null)
        {
            throw new ArgumentException(
                $"Set either {nameof(options.HttpClient)} or {nameof(options.HttpHandler)}, not both.", nameof(options));
        }

        ThrowIfSchemeContradictsCredentials(address, options.Credentials);
        Address = address;
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        ThrowOperationCanceledOnCancellation = options.ThrowOperationCanceledOnCancellation;
        Clock = (TimeProvider?)options.ServiceProvider?.GetService(typeof(TimeProvider)) ?? TimeProvider.System;
        CallCredentials = options.Credentials?.CallCredentials;
        SendsCallCredentials = IsSecure || options.UnsafeUseInsecureChannelCallCredentials;
        _disposeInvoker = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        Invoker = options.HttpClient ?? new HttpMessageInvoker(options.HttpHandler ?? CreateDefaultHandler(), _disposeInvoker);
    }

    internal Uri Address { get; }

    internal bool IsSecure => Address.Scheme == Uri.UriSchemeHttps;

    internal HttpMessageInvoker Invoker { get; }

    internal int? MaxSendMessageSize { get; }

    internal int? MaxReceiveMessageSize { get; }

    internal bool ThrowOperationCanceledOnCancellation { get; }

    internal CallCredentials? CallCredentials { get; }

    /// <summary>Whether what authenticates calls may be sent: it must not be readable on the way.</summary>
    internal bool SendsCallCredentials { get; }

    internal TimeProvider Clock { get; }

    /// <summary>Cancelled when the channel is disposed.</summary>
    internal CancellationToken Shutdown => _shutdown.Token;

    /// <summary>Creates a channel with default options.</summary>
    /// <param name="address">The server's address: <c>https://host:port</c>, or <c>http://host:port</c> for plain text.</param>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Creates a channel.</summary>
    /// <param name="address">The server's address: <c>https://host:port</c>, or <c>http://host:port</c> for plain text.</param>
    /// <param name="channelOptions">The options; they are read once, here.</param>
    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        ForAddress(new Uri(address), channelOptions);

    /// <summary>Creates a channel with default options.</summary>
    /// <param name="address">The server's address: <c>https://host:port</c>, or <c>http://host:port</c> for plain text.</param>
    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <summary>Creates a channel.</summary>
    /// <param name="address">The server's address: <c>https://host:port</c>, or <c>http://host:port</c> for plain text.</param>
    /// <param name="channelOptions">The options; they are read once, here.</param>
    /// <exception cref="ArgumentException">The address is not absolute, or its scheme contradicts the credentials.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return new GrpcChannel(address, channelOptions);
    }

    /// <inheritdoc/>
    public override CallInvoker CreateCallInvoker()
    {
        ThrowIfDisposed();
        return new HttpCallInvoker(this);
    }

    /// <summary>Ends the calls of this channel with <see cref="StatusCode.Cancelled"/> and closes its connections.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _shutdown.Cancel();
        if (_disposeInvoker)
        {
            Invoker.Dispose();
        }

        _shutdown.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    internal static SocketsHttpHandler CreateDefaultHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = KeepAlivePingDelay,
        KeepAlivePingTimeout = KeepAlivePingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    internal void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private static void ThrowIfSchemeContradictsCredentials(Uri address, ChannelCredentials? credentials)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            throw new ArgumentException($"The address '{address}' must start with https:// or http://.", nameof(address));
        }

        if (credentials is not null && credentials.IsSecure != (address.Scheme == Uri.UriSchemeHttps))
        {
            string scheme = credentials.IsSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
            throw new ArgumentException($"The address '{address}' must start with {scheme}:// to match the credentials.", nameof(address));
        }
    }
}
