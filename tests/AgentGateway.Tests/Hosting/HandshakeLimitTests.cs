using System.IO.Pipelines;
using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.Testing.Time;
using Microsoft.AspNetCore.Connections;

namespace ElementalProvider.AgentGateway.Tests.Hosting;

public sealed class HandshakeLimitTests : IDisposable
{
    private readonly HandshakeLimit _limit = new(concurrency: 1, patience: Timeout.InfiniteTimeSpan);
    private readonly TaskCompletionSource _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _handshakes;

    [Fact]
    public async Task A_connection_gets_its_turn_when_the_one_before_is_done()
    {
        await using Peer first = new();
        await using Peer second = new();
        Task serving = first.ServeAsync(_limit, HandshakeAsync);
        await first.SaySomethingAsync();
        Task waiting = second.ServeAsync(_limit, HandshakeAsync);
        await second.SaySomethingAsync();
        Assert.Equal(1, _handshakes);

        _handshake.SetResult();

        await serving.InTime();
        await waiting.InTime();
        Assert.Equal(2, _handshakes);
    }

    [Fact]
    public async Task A_reset_before_the_first_byte_is_no_failure_of_the_server()
    {
        await using Peer peer = new();
        Task serving = peer.ServeAsync(_limit, HandshakeAsync);

        peer.Fail(new ConnectionResetException("Connection reset by peer"));

        await serving.InTime();
        Assert.Equal(0, _handshakes);
    }

    [Fact]
    public async Task A_peer_that_leaves_the_queue_is_no_failure_of_the_server()
    {
        await using Peer first = new();
        await using Peer second = new();
        Task serving = first.ServeAsync(_limit, HandshakeAsync);
        await first.SaySomethingAsync();
        Task waiting = second.ServeAsync(_limit, HandshakeAsync);
        await second.SaySomethingAsync();

        second.HangUp();

        await waiting.InTime();
        _handshake.SetResult();
        await serving.InTime();
        Assert.Equal(1, _handshakes);
    }

    public void Dispose() => _limit.Dispose();

    private Task HandshakeAsync(ConnectionContext connection)
    {
        Interlocked.Increment(ref _handshakes);
        return _handshake.Task;
    }

    /// <summary>A connection whose other end the test holds.</summary>
    private sealed class Peer : IAsyncDisposable
    {
        private readonly Pipe _input = new(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

        private readonly CancellationTokenSource _closed = new();
        private readonly DefaultConnectionContext _connection;

        public Peer() => _connection = new DefaultConnectionContext
        {
            Transport = new Duplex(_input.Reader, new Pipe().Writer),
            ConnectionClosed = _closed.Token,
        };

        public Task ServeAsync(HandshakeLimit limit, ConnectionDelegate handshake) => limit.TakeTurnAsync(handshake, _connection);

        public async Task SaySomethingAsync() => await _input.Writer.WriteAsync("x"u8.ToArray());

        public void Fail(Exception why) => _input.Writer.Complete(why);

        public void HangUp() => _closed.Cancel();

        public async ValueTask DisposeAsync()
        {
            await _connection.DisposeAsync();
            _closed.Dispose();
        }

        private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
        {
            public PipeReader Input => input;

            public PipeWriter Output => output;
        }
    }
}
