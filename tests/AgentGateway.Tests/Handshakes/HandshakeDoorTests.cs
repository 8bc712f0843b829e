using System.IO.Pipelines;
using ElementalProvider.AgentGateway.Handshakes;
using ElementalProvider.AgentGateway.Tests.Support;
using ElementalProvider.Testing.Time;
using Microsoft.AspNetCore.Connections;

namespace ElementalProvider.AgentGateway.Tests.Handshakes;

public sealed class HandshakeDoorTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly HandshakeDoor _door;
    private readonly TaskCompletionSource _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _handshakes;

    public HandshakeDoorTests() => _door = new HandshakeDoor(new HandshakeLimits { Turns = 1 }, _clock);

    [Fact]
    public async Task A_connection_gets_its_turn_when_the_one_before_is_done()
    {
        await using Peer first = new();
        await using Peer second = new();
        (Task serving, Task waiting) = await QueueAsync(first, second, HandshakeAsync);
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
        Task serving = peer.ServeAsync(_door, HandshakeAsync);

        peer.Fail(new ConnectionResetException("Connection reset by peer"));

        await serving.InTime();
        Assert.Equal(0, _handshakes);
    }

    [Fact]
    public async Task A_peer_that_leaves_the_queue_is_no_failure_of_the_server()
    {
        await using Peer first = new();
        await using Peer second = new();
        (Task serving, Task waiting) = await QueueAsync(first, second, HandshakeAsync);

        second.HangUp();

        await waiting.InTime();
        _handshake.SetResult();
        await serving.InTime();
        Assert.Equal(1, _handshakes);
    }

    [Fact]
    public async Task A_peer_that_stops_half_way_loses_its_turn_when_another_waits()
    {
        await using Peer first = new();
        await using Peer second = new();
        (Task stopped, Task waiting) = await QueueAsync(first, second, connection =>
        {
            Interlocked.Increment(ref _handshakes);
            return Task.CompletedTask;
        });
        Assert.Equal(1, _handshakes);

        _clock.Advance(new HandshakeLimits().Turn);

        await waiting.InTime();
        Assert.Equal(2, _handshakes);
        Assert.False(stopped.IsCompleted);
        _handshake.SetResult();
        await stopped.InTime();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_peer_that_does_not_say_all_of_its_first_message_in_time_is_let_go(int bytes)
    {
        await using Peer peer = new();
        Task serving = peer.ServeAsync(_door, HandshakeAsync);
        byte[] hello = await Hello.BytesAsync();
        await peer.SayAsync(bytes < 0 ? hello[..^1] : hello[..bytes]);
        Assert.False(serving.IsCompleted);

        _clock.Advance(new HandshakeLimits().HelloTime);

        await serving.InTime();
        Assert.Equal(0, _handshakes);
    }

    [Fact]
    public async Task A_peer_that_speaks_something_else_is_let_go_at_once()
    {
        await using Peer peer = new();
        Task serving = peer.ServeAsync(_door, HandshakeAsync);

        await peer.SayAsync("GET / HTTP/1.1\r\n"u8.ToArray());

        await serving.InTime();
        Assert.Equal(0, _handshakes);
    }

    public void Dispose() => _door.Dispose();

    /// <summary>The first peer is in the middle of its handshake, and the second one has said all that it must to have its turn next.</summary>
    private async Task<(Task First, Task Second)> QueueAsync(Peer first, Peer second, ConnectionDelegate handshakeOfSecond)
    {
        Task serving = first.ServeAsync(_door, HandshakeAsync);
        await first.SaySomethingAsync();
        Task waiting = second.ServeAsync(_door, handshakeOfSecond);
        await second.SaySomethingAsync();
        return (serving, waiting);
    }

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

        public Task ServeAsync(HandshakeDoor door, ConnectionDelegate handshake) => door.ServeAsync(handshake, _connection);

        public async Task SaySomethingAsync() => await _input.Writer.WriteAsync(await Hello.BytesAsync());

        public async Task SayAsync(byte[] bytes) => await _input.Writer.WriteAsync(bytes);

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
