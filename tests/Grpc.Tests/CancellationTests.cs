using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.GrpcTests;

/// <summary>Every way to cancel a call reaches the handler's token.</summary>
public sealed class CancellationTests : IAsyncLifetime
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
    public async Task The_callers_token_cancels_a_unary_call()
    {
        using CancellationTokenSource cancellation = new();
        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "wait" }, cancellationToken: cancellation.Token);
        await _server.Events.Started.Task.Soon();

        await cancellation.CancelAsync();

        await AssertCancelledAsync(call.ResponseAsync);
    }

    [Fact]
    public async Task The_callers_token_cancels_a_stream_that_has_begun()
    {
        using CancellationTokenSource cancellation = new();
        using AsyncServerStreamingCall<Answer> call = _client.List(
            new Question { Command = "then-wait", Number = 1 }, cancellationToken: cancellation.Token);
        Assert.True(await call.ResponseStream.MoveNext().Soon());

        await cancellation.CancelAsync();

        await AssertCancelledAsync(call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Disposing_a_call_cancels_it()
    {
        AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "wait" });
        await _server.Events.Started.Task.Soon();

        call.Dispose();

        await AssertCancelledAsync(call.ResponseAsync);
    }

    [Fact]
    public async Task Disposing_a_stream_that_nobody_reads_cancels_it()
    {
        AsyncServerStreamingCall<Answer> call = _client.List(new Question { Command = "then-wait", Number = 1 });
        await call.ResponseHeadersAsync.Soon();

        call.Dispose();

        await _server.Events.Cancelled.Task.Soon();
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task The_token_of_a_read_cancels_the_call()
    {
        using AsyncServerStreamingCall<Answer> call = _client.List(new Question { Command = "then-wait", Number = 1 });
        Assert.True(await call.ResponseStream.MoveNext().Soon());
        using CancellationTokenSource cancellation = new();
        Task<bool> read = call.ResponseStream.MoveNext(cancellation.Token);

        await cancellation.CancelAsync();

        await AssertCancelledAsync(read);
    }

    [Fact]
    public async Task A_cancelled_duplex_stream_fails_the_handlers_read()
    {
        AsyncDuplexStreamingCall<Question, Answer> call = _client.Talk();
        await call.RequestStream.WriteAsync(new Question()).Soon();
        Assert.True(await call.ResponseStream.MoveNext().Soon());

        call.Dispose();

        Assert.NotNull(await _server.Events.HandlerFailed.Task.Soon());
        await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Question()).Soon());
    }

    [Fact]
    public async Task Disposing_the_channel_cancels_its_calls()
    {
        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "wait" });
        await _server.Events.Started.Task.Soon();

        _channel.Dispose();

        await AssertCancelledAsync(call.ResponseAsync);
        Assert.Throws<ObjectDisposedException>(() => _client.AskAsync(new Question()));
        Assert.Throws<ObjectDisposedException>(_channel.CreateCallInvoker);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_sends_nothing()
    {
        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => _client.AskAsync(new Question(), cancellationToken: new CancellationToken(canceled: true)).ResponseAsync.Soon());

        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
        Assert.False(_server.Events.Started.Task.IsCompleted);
    }

    [Fact]
    public async Task A_channel_may_throw_what_dotnet_throws_on_cancellation()
    {
        using GrpcChannel channel = _server.CreateChannel(options => options.ThrowOperationCanceledOnCancellation = true);
        using CancellationTokenSource cancellation = new();
        using AsyncUnaryCall<Answer> call = new Probe.ProbeClient(channel).AskAsync(
            new Question { Command = "wait" }, cancellationToken: cancellation.Token);
        await _server.Events.Started.Task.Soon();

        await cancellation.CancelAsync();

        OperationCanceledException exception =
            await Assert.ThrowsAsync<OperationCanceledException>(() => call.ResponseAsync.Soon());
        Assert.Equal(cancellation.Token, exception.CancellationToken);
        Assert.Equal(StatusCode.Cancelled, Assert.IsType<RpcException>(exception.InnerException).StatusCode);
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_connection_to_the_others()
    {
        using AsyncDuplexStreamingCall<Question, Answer> other = _client.Talk();
        await other.RequestStream.WriteAsync(new Question { Number = 1 }).Soon();
        Assert.True(await other.ResponseStream.MoveNext().Soon());
        AsyncServerStreamingCall<Answer> call = _client.List(new Question { Command = "then-wait", Number = 1 });
        Assert.True(await call.ResponseStream.MoveNext().Soon());

        call.Dispose();
        await _server.Events.Cancelled.Task.Soon();

        await other.RequestStream.WriteAsync(new Question { Number = 2 }).Soon();
        Assert.True(await other.ResponseStream.MoveNext().Soon());
        Assert.Equal(3, other.ResponseStream.Current.Number);
    }

    private async Task AssertCancelledAsync(Task call)
    {
        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.Soon());
        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
        await _server.Events.Cancelled.Task.Soon();
    }
}
