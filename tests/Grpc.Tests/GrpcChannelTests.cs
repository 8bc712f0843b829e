using ElementalProvider.GrpcTests.Support;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.GrpcTests;

/// <summary>How a channel is set up.</summary>
public sealed class GrpcChannelTests
{
    [Fact]
    public void The_target_is_the_authority_of_the_address()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress("https://elemental.test:8443");

        Assert.Equal("elemental.test:8443", channel.Target);
    }

    [Fact]
    public void The_default_handler_pings_idle_connections()
    {
        using SocketsHttpHandler handler = GrpcChannel.CreateDefaultHandler();

        Assert.Equal(TimeSpan.FromSeconds(60), handler.KeepAlivePingDelay);
        Assert.Equal(TimeSpan.FromSeconds(20), handler.KeepAlivePingTimeout);
        Assert.Equal(HttpKeepAlivePingPolicy.Always, handler.KeepAlivePingPolicy);
        Assert.True(handler.EnableMultipleHttp2Connections);
    }

    [Theory]
    [InlineData("ftp://elemental.test")]
    [InlineData("dns:///elemental.test")]
    public void Another_scheme_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(address));

    [Fact]
    public void The_scheme_must_match_the_credentials()
    {
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(
            "http://elemental.test", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));
        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(
            "https://elemental.test", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure }));
    }

    [Fact]
    public void A_handler_and_a_client_exclude_each_other()
    {
        using HttpClient client = new();
        using SocketsHttpHandler handler = new();

        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(
            "https://elemental.test", new GrpcChannelOptions { HttpClient = client, HttpHandler = handler }));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_given_handler_is_disposed_only_when_asked(bool dispose)
    {
        DisposableHandler handler = new();

        GrpcChannel.ForAddress(
            "https://elemental.test", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = dispose }).Dispose();

        Assert.Equal(dispose, handler.IsDisposed);
    }

    [Fact]
    public async Task A_channel_works_over_an_http_client()
    {
        using HttpClient client = new(new ScriptedHandler(
            _ => ScriptedHandler.Response([0, 0, 0, 0, 2, 104, 105], trailers: ("grpc-status", "0"))));
        using GrpcChannel channel = GrpcChannel.ForAddress("https://elemental.test", new GrpcChannelOptions { HttpClient = client });
        Method<string, string> say = new(
            MethodType.Unary, "elemental.test.v1.Scripted", "Say", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        Assert.Equal("hi", await channel.CreateCallInvoker().AsyncUnaryCall(say, null, default, "hello").ResponseAsync.Soon());
    }

    [Fact]
    public async Task Shutting_down_disposes_and_may_be_repeated()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress("https://elemental.test");

        await channel.ShutdownAsync();
        await channel.ShutdownAsync();

        Assert.Throws<ObjectDisposedException>(channel.CreateCallInvoker);
    }

    private sealed class DisposableHandler : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(new HttpRequestException("This handler connects to nothing."));

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
