using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.GrpcTests;

/// <summary>The four limits of message sizes, and what has no limit.</summary>
public sealed class MessageLimitTests
{
    private const int Limit = 1000;

    [Fact]
    public async Task A_client_does_not_send_what_is_too_large()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel(options => options.MaxSendMessageSize = Limit);

        await AssertRefusedAsync(channel, WithData(Limit));

        Assert.False(server.Events.Started.Task.IsCompleted);
    }

    [Fact]
    public async Task A_client_does_not_receive_what_is_too_large()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel(options => options.MaxReceiveMessageSize = Limit);

        await AssertRefusedAsync(channel, new Question { Command = "big", Number = Limit });
    }

    [Fact]
    public async Task A_server_does_not_receive_what_is_too_large()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(options => options.MaxReceiveMessageSize = Limit);
        using GrpcChannel channel = server.CreateChannel();

        await AssertRefusedAsync(channel, WithData(Limit));

        Assert.False(server.Events.Started.Task.IsCompleted);
    }

    [Fact]
    public async Task A_server_does_not_send_what_is_too_large()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(options => options.MaxSendMessageSize = Limit);
        using GrpcChannel channel = server.CreateChannel();

        await AssertRefusedAsync(channel, new Question { Command = "big", Number = Limit });
    }

    [Fact]
    public async Task The_default_limit_of_receiving_is_four_mebibytes()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel();

        await AssertRefusedAsync(channel, WithData(4 * 1024 * 1024));
    }

    [Fact]
    public async Task Null_lifts_the_limits()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(options => options.MaxReceiveMessageSize = null);
        using GrpcChannel channel = server.CreateChannel(options => options.MaxReceiveMessageSize = null);

        Answer answer = await new Probe.ProbeClient(channel).AskAsync(WithData(6 * 1024 * 1024)).ResponseAsync.Soon();

        Assert.Equal(6 * 1024 * 1024, answer.Data.Length);
    }

    [Fact]
    public async Task The_options_of_a_service_go_before_those_of_all()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(
            options => options.MaxReceiveMessageSize = 10,
            services => services.AddGrpc().AddServiceOptions<ProbeService>(options => options.MaxReceiveMessageSize = null));
        using GrpcChannel channel = server.CreateChannel();

        Answer answer = await new Probe.ProbeClient(channel).AskAsync(WithData(Limit)).ResponseAsync.Soon();

        Assert.Equal(Limit, answer.Data.Length);
    }

    [Fact]
    public async Task The_handler_of_a_stream_is_told_that_a_request_is_too_large()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(options => options.MaxReceiveMessageSize = Limit);
        using GrpcChannel channel = server.CreateChannel();
        using AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk();
        await call.RequestStream.WriteAsync(new Question()).Soon();
        Assert.True(await call.ResponseStream.MoveNext().Soon());

        await call.RequestStream.WriteAsync(WithData(Limit)).Soon();

        RpcException seen = Assert.IsType<RpcException>(await server.Events.HandlerFailed.Task.Soon());
        Assert.Equal(StatusCode.ResourceExhausted, seen.StatusCode);
        RpcException told = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Soon());
        Assert.Equal(seen.Status.Detail, told.Status.Detail);
    }

    [Fact]
    public async Task A_request_that_is_too_large_ends_its_stream_on_the_client()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel(options => options.MaxSendMessageSize = Limit);
        using AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk();

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(WithData(Limit)).Soon());

        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
        Assert.Equal(StatusCode.ResourceExhausted, call.GetStatus().StatusCode);
    }

    private static Question WithData(int size) => new() { Data = ByteString.CopyFrom(new byte[size]) };

    private static async Task AssertRefusedAsync(GrpcChannel channel, Question question)
    {
        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => new Probe.ProbeClient(channel).AskAsync(question).ResponseAsync.Soon());
        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
    }
}
