using System.Text.Json;
using ElementalProvider.GrpcTests.Protos;
using ElementalProvider.GrpcTests.Support;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace ElementalProvider.GrpcTests;

/// <summary>A grpc-js server as our client sees it.</summary>
[Collection(PeerCollection.Name)]
public sealed class PeerServerTests(PeerFixture peer) : IAsyncLifetime
{
    private PeerProcess? _process;
    private GrpcChannel? _channel;

    private PeerProcess Process => _process!;

    private Probe.ProbeClient Client => new(_channel!);

    public async Task InitializeAsync()
    {
        if (new PeerFactAttribute().Skip is not null)
        {
            return;
        }

        _process = PeerFixture.Start("node", "server.js", peer.CertificateFile, peer.KeyFile);
        JsonElement listening = await Process.NextReportAsync();
        _channel = GrpcChannel.ForAddress(
            $"https://127.0.0.1:{listening.GetProperty("port").GetInt32()}",
            new GrpcChannelOptions { HttpHandler = ProbeServer.CreateHandler(), DisposeHttpClient = true });
    }

    public async Task DisposeAsync()
    {
        _channel?.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    [PeerFact]
    public async Task Unary_calls_and_large_messages_arrive()
    {
        byte[] data = new byte[3_000_000];
        new Random(1).NextBytes(data);

        Answer answer = await Client.AskAsync(new Question { Command = "hello", Data = ByteString.CopyFrom(data) }).ResponseAsync.Soon();

        Assert.Equal("hello", answer.Text);
        Assert.Equal(data, answer.Data.ToByteArray());
    }

    [PeerFact]
    public async Task A_failure_brings_its_status_and_trailers()
    {
        RpcException exception = await Assert.ThrowsAsync<RpcException>(
            () => Client.AskAsync(new Question { Command = "fail" }).ResponseAsync.Soon());

        Assert.Equal(new Status(StatusCode.NotFound, "no such thing: 100 % gone, größer"), exception.Status);
        Assert.Equal("gone", exception.Trailers.GetValue("reason"));
        Assert.Equal([0, 1, 255], exception.Trailers.GetValueBytes("detail-bin"));
    }

    [PeerFact]
    public async Task Metadata_goes_both_ways()
    {
        Metadata headers = new() { { "x-plain", "one" }, { "x-plain", "two" }, { "x-bytes-bin", [0, 200, 255] } };

        using AsyncUnaryCall<Answer> call = Client.AskAsync(new Question { Command = "metadata" }, headers);
        await call.ResponseAsync.Soon();

        Assert.Equal("yes", (await call.ResponseHeadersAsync.Soon()).GetValue("early"));
        Assert.Equal("one, two", string.Join(", ", call.GetTrailers().GetAll("x-plain").Select(entry => entry.Value)));
        Assert.Equal([0, 200, 255], call.GetTrailers().GetValueBytes("x-bytes-bin"));
    }

    [PeerFact]
    public async Task Streams_of_every_kind_work()
    {
        using AsyncClientStreamingCall<Question, Answer> collect = Client.Collect();
        for (int number = 1; number <= 100; number++)
        {
            await collect.RequestStream.WriteAsync(new Question { Number = number }).Soon();
        }

        await collect.RequestStream.CompleteAsync().Soon();
        Assert.Equal(5050, (await collect.ResponseAsync.Soon()).Number);

        using AsyncServerStreamingCall<Answer> list = Client.List(new Question { Number = 500 });
        Assert.Equal(Enumerable.Range(0, 500), await list.ResponseStream.ReadAllAsync().Select(answer => answer.Number).ToListAsync());

        using AsyncDuplexStreamingCall<Question, Answer> talk = Client.Talk(new Metadata { { "greet", "welcome" } });
        Assert.True(await talk.ResponseStream.MoveNext().Soon());
        Assert.Equal("welcome", talk.ResponseStream.Current.Text);
        await talk.RequestStream.WriteAsync(new Question { Number = 1 }).Soon();
        Assert.True(await talk.ResponseStream.MoveNext().Soon());
        Assert.Equal(2, talk.ResponseStream.Current.Number);
        await talk.RequestStream.CompleteAsync().Soon();
        Assert.False(await talk.ResponseStream.MoveNext().Soon());
    }

    [PeerFact]
    public async Task Cancelling_a_call_is_seen_by_the_peer()
    {
        using CancellationTokenSource cancellation = new();
        using AsyncUnaryCall<Answer> call = Client.AskAsync(
            new Question { Command = "wait" }, cancellationToken: cancellation.Token);
        Assert.Equal("waiting", (await Process.NextReportAsync()).GetProperty("event").GetString());

        await cancellation.CancelAsync();

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.Soon());
        Assert.Equal(StatusCode.Cancelled, exception.StatusCode);
        Assert.Equal("cancelled", (await Process.NextReportAsync()).GetProperty("event").GetString());
    }

    [PeerFact]
    public async Task The_deadline_of_a_call_reaches_the_peer()
    {
        using AsyncUnaryCall<Answer> call = Client.AskAsync(
            new Question { Command = "wait" }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(500));

        RpcException exception = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.Soon());

        Assert.Equal(StatusCode.DeadlineExceeded, exception.StatusCode);
        Assert.Equal("waiting", (await Process.NextReportAsync()).GetProperty("event").GetString());
        Assert.True((await Process.NextReportAsync()).GetProperty("deadline").GetBoolean());
    }
}
