using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.GrpcTests;

/// <summary>How calls that do not end well end.</summary>
public sealed class ErrorTests
{
    [Fact]
    public async Task The_status_and_the_trailers_of_a_thrown_exception_reach_the_client()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        RpcException exception = await FailAsync(server, "fail");

        Assert.Equal(new Status(StatusCode.NotFound, "no such thing: 100 % gone, größer"), exception.Status);
        Assert.Equal("gone", exception.Trailers.GetValue("reason"));
        Assert.Equal([0, 1, 255], exception.Trailers.GetValueBytes("detail-bin"));
    }

    [Fact]
    public async Task The_message_of_an_unexpected_exception_stays_on_the_server()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        RpcException exception = await FailAsync(server, "crash");

        Assert.Equal(new Status(StatusCode.Unknown, "The handler failed."), exception.Status);
    }

    [Fact]
    public async Task Detailed_errors_tell_the_message_of_an_unexpected_exception()
    {
        await using ProbeServer server = await ProbeServer.StartAsync(options => options.EnableDetailedErrors = true);

        RpcException exception = await FailAsync(server, "crash");

        Assert.Equal(StatusCode.Unknown, exception.StatusCode);
        Assert.Contains("the secret is 42", exception.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_may_set_the_status_and_return()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        RpcException exception = await FailAsync(server, "status");

        Assert.Equal(new Status(StatusCode.FailedPrecondition, "set by the handler"), exception.Status);
    }

    [Fact]
    public async Task A_handler_without_a_response_is_an_internal_error()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();

        Assert.Equal(StatusCode.Internal, (await FailAsync(server, "null")).StatusCode);
    }

    [Fact]
    public async Task A_stream_delivers_what_was_sent_before_it_failed()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel();
        using AsyncServerStreamingCall<Answer> call =
            new Probe.ProbeClient(channel).List(new Question { Command = "then-fail", Number = 3 });

        for (int number = 0; number < 3; number++)
        {
            Assert.True(await call.ResponseStream.MoveNext().Soon());
            Assert.Equal(number, call.ResponseStream.Current.Number);
        }

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Soon());
        Assert.Equal(new Status(StatusCode.DataLoss, "lost"), exception.Status);
        Assert.Equal("some", exception.Trailers.GetValue("after"));
        Assert.Equal(exception.Status, call.GetStatus());
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().Soon());
    }

    [Fact]
    public async Task A_server_may_refuse_the_rest_of_a_client_stream()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel();
        using AsyncClientStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Collect();

        await call.RequestStream.WriteAsync(new Question { Command = "stop" }).Soon();

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.Soon());
        Assert.Equal(new Status(StatusCode.Aborted, "enough"), exception.Status);
        RpcException late = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Question()).Soon());
        Assert.Equal(StatusCode.Aborted, late.StatusCode);
    }

    [Theory]
    [InlineData("elemental.test.v1.Probe", "Missing")]
    [InlineData("elemental.test.v1.Missing", "Ask")]
    public async Task A_method_that_nobody_serves_is_unimplemented(string service, string method)
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel();
        Method<string, string> missing = new(
            MethodType.Unary, service, method, Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => channel.CreateCallInvoker().AsyncUnaryCall(missing, null, default, "hello").ResponseAsync.Soon());

        Assert.Equal(StatusCode.Unimplemented, exception.StatusCode);
        Assert.Contains($"/{service}/{method}", exception.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        Uri address;
        await using (ProbeServer server = await ProbeServer.StartAsync())
        {
            address = server.Address;
        }

        using GrpcChannel channel = GrpcChannel.ForAddress(address);

        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon());

        Assert.Equal(StatusCode.Unavailable, exception.StatusCode);
        Assert.IsType<HttpRequestException>(exception.Status.DebugException);
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_is_unavailable()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(server.Address);

        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => new Probe.ProbeClient(channel).AskAsync(new Question()).ResponseAsync.Soon());

        Assert.Equal(StatusCode.Unavailable, exception.StatusCode);
    }

    [Fact]
    public async Task A_server_that_goes_away_ends_the_streams_on_it()
    {
        ProbeServer server = await ProbeServer.StartAsync();
        await using (server)
        {
            using GrpcChannel channel = server.CreateChannel();
            using AsyncDuplexStreamingCall<Question, Answer> call = new Probe.ProbeClient(channel).Talk();
            await server.Events.Started.Task.Soon();
            Task<bool> read = call.ResponseStream.MoveNext();

            await server.DisposeAsync();

            RpcException exception = await Assert.ThrowsAsync<RpcException>(() => read.Soon());
            Assert.NotEqual(StatusCode.OK, exception.StatusCode);
        }
    }

    [Fact]
    public async Task A_blocking_call_says_what_to_call_instead()
    {
        await using ProbeServer server = await ProbeServer.StartAsync();
        using GrpcChannel channel = server.CreateChannel();

        NotSupportedException exception = Assert.Throws<NotSupportedException>(
            () => new Probe.ProbeClient(channel).Ask(new Question()));

        Assert.Contains("/elemental.test.v1.Probe/Ask", exception.Message, StringComparison.Ordinal);
    }

    private static async Task<RpcException> FailAsync(ProbeServer server, string command)
    {
        using GrpcChannel channel = server.CreateChannel();
        return await Assert.ThrowsAsync<RpcException>(
            () => new Probe.ProbeClient(channel).AskAsync(new Question { Command = command }).ResponseAsync.Soon());
    }
}
