using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.GrpcTests;

/// <summary>What calls carry besides their messages, there and back.</summary>
public sealed class MetadataTests : IAsyncLifetime
{
    private ProbeServer _server = null!;
    private GrpcChannel _channel = null!;
    private Probe.ProbeClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ProbeServer.StartAsync();
        _channel = _server.CreateChannel();
        _client = new Probe.ProbeClient(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Metadata_of_a_request_comes_back_unchanged()
    {
        Metadata headers = new()
        {
            { "X-Text", "a, b; c=\"d\" %41" },
            { "x-bytes-bin", [0, 1, 2, 253, 254, 255] },
            { "x-empty-bin", [] },
        };

        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "echo-metadata" }, headers);
        await call.ResponseAsync.Soon();

        Metadata trailers = call.GetTrailers();
        Assert.Equal("a, b; c=\"d\" %41", trailers.GetValue("x-text"));
        Assert.Equal([0, 1, 2, 253, 254, 255], trailers.GetValueBytes("x-bytes-bin"));
        Assert.Empty(trailers.GetValueBytes("x-empty-bin")!);
    }

    [Fact]
    public async Task A_key_may_be_sent_twice_text_is_joined_as_http_does_and_bytes_stay_apart()
    {
        Metadata headers = new() { { "x-text", "one" }, { "x-text", "two" }, { "x-bytes-bin", [1] }, { "x-bytes-bin", [2, 3] } };

        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "echo-metadata" }, headers);
        await call.ResponseAsync.Soon();

        Assert.Equal("one, two", call.GetTrailers().GetValue("x-text"));
        Assert.Equal([[1], [2, 3]], call.GetTrailers().GetAll("x-bytes-bin").Select(entry => entry.ValueBytes));
    }

    [Fact]
    public async Task Trailers_of_a_success_reach_the_client()
    {
        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "trailers" });
        await call.ResponseAsync.Soon();

        Assert.Equal(["one", "two"], call.GetTrailers().GetAll("plain").Select(entry => entry.Value));
        Assert.Equal([1, 2, 3], call.GetTrailers().GetValueBytes("bytes-bin"));
    }

    [Fact]
    public async Task Response_headers_arrive_before_the_response()
    {
        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "headers" });

        Metadata headers = await call.ResponseHeadersAsync.Soon();

        Assert.Equal("yes", headers.GetValue("early"));
        Assert.Equal([9], headers.GetValueBytes("early-bin"));
        Assert.False(call.ResponseAsync.IsCompleted);
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        _server.Events.Continue.SetResult();
        await call.ResponseAsync.Soon();
    }

    [Fact]
    public async Task The_protocols_own_headers_are_no_metadata()
    {
        await _client.AskAsync(new Question(), new Metadata { { "grpc-timeout", "1n" }, { "te", "deflate" } }).ResponseAsync.Soon();

        Assert.DoesNotContain(
            _server.Events.RequestHeaders, entry => entry.Key is "content-type" or "te" or "grpc-timeout" or "grpc-accept-encoding" or "host");
        Assert.Equal(DateTime.MaxValue, _server.Events.Deadline);
    }

    [Fact]
    public async Task A_caller_may_name_itself_as_user_agent()
    {
        await _client.AskAsync(new Question()).ResponseAsync.Soon();
        Assert.StartsWith("grpc-elemental-dotnet/", _server.Events.RequestHeaders.GetValue("user-agent"), StringComparison.Ordinal);

        await _client.AskAsync(new Question(), new Metadata { { "user-agent", "agent/1.2" } }).ResponseAsync.Soon();
        Assert.Equal("agent/1.2", _server.Events.RequestHeaders.GetValue("user-agent"));
    }

    [Fact]
    public async Task A_handler_sees_who_calls_what()
    {
        await _client.AskAsync(new Question()).ResponseAsync.Soon();

        Assert.Equal("/elemental.test.v1.Probe/Ask", _server.Events.Method);
        Assert.Equal(_server.Address.Authority, _server.Events.Host);
        Assert.Matches(@"^ipv4:127\.0\.0\.1:[0-9]+$", _server.Events.Peer);
        Assert.False(_server.Events.AuthContext!.IsPeerAuthenticated);
    }

    [Fact]
    public async Task A_call_with_more_metadata_than_a_server_takes_fails_alone()
    {
        using AsyncDuplexStreamingCall<Question, Answer> other = _client.Talk();
        await other.RequestStream.WriteAsync(new Question()).Soon();
        Assert.True(await other.ResponseStream.MoveNext().Soon());
        Metadata tooMuch = new() { { "x-large", new string('a', 64 * 1024) } };

        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => _client.AskAsync(new Question(), tooMuch).ResponseAsync.Soon());

        Assert.NotEqual(StatusCode.OK, exception.StatusCode);
        await _client.AskAsync(new Question()).ResponseAsync.Soon();
    }

    [Fact]
    public async Task A_response_with_more_metadata_than_a_client_takes_fails_alone()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(
            services: services => services.AddSingleton(new ScriptedProbe
            {
                OnAsk = (question, context) =>
                {
                    context.ResponseTrailers.Add("large", new string('a', question.Number));
                    return Task.FromResult(new Answer());
                },
            }),
            endpoints: endpoints => endpoints.MapGrpcService<ScriptedProbe>());
        using GrpcChannel channel = server.CreateChannel();
        Probe.ProbeClient client = new(channel);

        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => client.AskAsync(new Question { Number = 1024 * 1024 }).ResponseAsync.Soon());

        Assert.NotEqual(StatusCode.OK, exception.StatusCode);
        using AsyncUnaryCall<Answer> next = client.AskAsync(new Question { Number = 8 * 1024 });
        await next.ResponseAsync.Soon();
        Assert.Equal(8 * 1024, next.GetTrailers().GetValue("large")!.Length);
    }

    [Fact]
    public async Task Call_credentials_add_metadata_over_tls()
    {
        CallCredentials channelToken = CallCredentials.FromInterceptor((context, metadata) =>
        {
            metadata.Add("x-channel", $"{context.ServiceUrl} {context.MethodName}");
            return Task.CompletedTask;
        });
        CallCredentials callToken = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("x-call", "yes");
            return Task.CompletedTask;
        });
        using GrpcChannel channel = _server.CreateChannel(
            options => options.Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, channelToken));

        await new Probe.ProbeClient(channel).AskAsync(new Question(), new CallOptions(credentials: callToken)).ResponseAsync.Soon();

        Assert.Equal(
            $"{_server.Address}elemental.test.v1.Probe Ask", _server.Events.RequestHeaders.GetValue("x-channel"));
        Assert.Equal("yes", _server.Events.RequestHeaders.GetValue("x-call"));
    }

    [Fact]
    public async Task Call_credentials_are_not_sent_in_plain_text()
    {
        await using ProbeServer plain = await ProbeServer.StartAsync(tls: false);
        using GrpcChannel channel = plain.CreateChannel(options => options.Credentials = ChannelCredentials.Insecure);
        CallCredentials token = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("x-token", "secret");
            return Task.CompletedTask;
        });

        await new Probe.ProbeClient(channel).AskAsync(new Question(), new CallOptions(credentials: token)).ResponseAsync.Soon();

        Assert.Null(plain.Events.RequestHeaders.Get("x-token"));
    }
}
