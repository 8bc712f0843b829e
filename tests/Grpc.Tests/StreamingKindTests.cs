using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.GrpcTests;

/// <summary>Every kind of call, from the generated client to the generated service, over Kestrel's HTTP/2 and TLS.</summary>
public sealed class StreamingKindTests : IAsyncLifetime
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
    public async Task A_unary_call_brings_its_response()
    {
        using AsyncUnaryCall<Answer> call = _client.AskAsync(new Question { Command = "hello", Number = 7 });

        Answer answer = await call.ResponseAsync.Soon();

        Assert.Equal("hello", answer.Text);
        Assert.Equal(7, answer.Number);
        Assert.Equal(Status.DefaultSuccess, call.GetStatus());
    }

    [Fact]
    public async Task An_empty_message_is_a_message()
    {
        Answer answer = await _client.AskAsync(new Question()).ResponseAsync.Soon();

        Assert.Equal(new Answer(), answer);
    }

    [Fact]
    public async Task A_client_stream_is_collected_into_one_response()
    {
        using AsyncClientStreamingCall<Question, Answer> call = _client.Collect();
        for (int number = 1; number <= 100; number++)
        {
            await call.RequestStream.WriteAsync(new Question { Number = number }).Soon();
        }

        await call.RequestStream.CompleteAsync().Soon();

        Assert.Equal(5050, (await call.ResponseAsync.Soon()).Number);
    }

    [Fact]
    public async Task A_client_stream_without_requests_is_answered_too()
    {
        using AsyncClientStreamingCall<Question, Answer> call = _client.Collect();
        await call.RequestStream.CompleteAsync().Soon();

        Assert.Equal(0, (await call.ResponseAsync.Soon()).Number);
    }

    [Fact]
    public async Task A_server_stream_keeps_its_order()
    {
        using AsyncServerStreamingCall<Answer> call = _client.List(new Question { Number = 1000 });

        List<int> numbers = [];
        await foreach (Answer answer in call.ResponseStream.ReadAllAsync())
        {
            numbers.Add(answer.Number);
        }

        Assert.Equal(Enumerable.Range(0, 1000), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.False(await call.ResponseStream.MoveNext().Soon());
    }

    [Fact]
    public async Task An_empty_server_stream_ends_well()
    {
        using AsyncServerStreamingCall<Answer> call = _client.List(new Question());

        Assert.False(await call.ResponseStream.MoveNext().Soon());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Both_sides_of_a_duplex_stream_take_turns()
    {
        using AsyncDuplexStreamingCall<Question, Answer> call = _client.Talk();
        for (int number = 0; number < 100; number++)
        {
            await call.RequestStream.WriteAsync(new Question { Number = number }).Soon();
            Assert.True(await call.ResponseStream.MoveNext().Soon());
            Assert.Equal(number + 1, call.ResponseStream.Current.Number);
        }

        await call.RequestStream.CompleteAsync().Soon();

        Assert.False(await call.ResponseStream.MoveNext().Soon());
        await _server.Events.RequestsEnded.Task.Soon();
    }

    [Fact]
    public async Task A_server_may_speak_first_on_a_duplex_stream()
    {
        using AsyncDuplexStreamingCall<Question, Answer> call = _client.Talk(new Metadata { { "greet", "welcome" } });

        Assert.True(await call.ResponseStream.MoveNext().Soon());
        Assert.Equal("welcome", call.ResponseStream.Current.Text);
    }

    [Fact]
    public async Task A_server_may_end_a_duplex_stream_while_the_client_still_could_write()
    {
        using AsyncDuplexStreamingCall<Question, Answer> call = _client.Talk();
        await call.RequestStream.WriteAsync(new Question { Command = "end" }).Soon();

        Assert.False(await call.ResponseStream.MoveNext().Soon());
        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => call.RequestStream.WriteAsync(new Question { Command = "late" }).Soon());
        Assert.Equal(StatusCode.OK, exception.StatusCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(1024 * 1024)]
    [InlineData(4 * 1024 * 1024 - 64)]
    public async Task Messages_of_any_allowed_size_arrive_whole(int size)
    {
        byte[] data = new byte[size];
        new Random(size).NextBytes(data);

        Answer answer = await _client.AskAsync(new Question { Data = ByteString.CopyFrom(data) }).ResponseAsync.Soon();

        Assert.Equal(data, answer.Data.ToByteArray());
    }

    [Fact]
    public async Task Buffered_writes_are_sent_at_the_latest_when_the_stream_is_complete()
    {
        using AsyncClientStreamingCall<Question, Answer> call = _client.Collect(
            new CallOptions(writeOptions: new WriteOptions(WriteFlags.BufferHint)));
        await call.RequestStream.WriteAsync(new Question { Number = 1 }).Soon();
        await call.RequestStream.WriteAsync(new Question { Number = 2 }).Soon();
        await call.RequestStream.CompleteAsync().Soon();

        Assert.Equal(3, (await call.ResponseAsync.Soon()).Number);
    }

    [Fact]
    public async Task Many_calls_share_one_connection()
    {
        Task<Answer>[] calls = [.. Enumerable.Range(0, 200).Select(number => _client.AskAsync(new Question { Number = number }).ResponseAsync)];

        Answer[] answers = await Task.WhenAll(calls).Soon();

        Assert.Equal(Enumerable.Range(0, 200), answers.Select(answer => answer.Number));
    }

    [Fact]
    public async Task Writing_after_completion_is_refused()
    {
        using AsyncDuplexStreamingCall<Question, Answer> call = _client.Talk();
        await call.RequestStream.CompleteAsync().Soon();

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new Question()).Soon());
    }

    [Fact]
    public async Task Two_reads_at_once_are_refused()
    {
        using AsyncDuplexStreamingCall<Question, Answer> call = _client.Talk();
        Task<bool> first = call.ResponseStream.MoveNext();

        await Assert.ThrowsAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext().Soon());

        await call.RequestStream.CompleteAsync().Soon();
        Assert.False(await first.Soon());
    }
}
