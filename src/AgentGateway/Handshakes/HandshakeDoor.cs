using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ElementalProvider.AgentGateway.Handshakes;

/// <summary>
/// Stands before the TLS handshake. When a fleet comes back, handshakes that all run together all exceed their time limit; taken in turn, each of
/// them succeeds, and those that wait cost nothing but a socket. A connection gets its turn when all of its first message is there, and keeps it
/// for as long as nobody else waits for one, or for a moment: peers that say nothing, or stop half-way, hold up nobody.
/// </summary>
internal sealed class HandshakeDoor : IDisposable
{
    private static readonly object Key = new();

    private readonly HandshakeLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Func<GatewayMetrics>? _metrics;
    private readonly Lock _lock = new();
    private readonly Lobby _lobby;
    private readonly ITimer _timer;
    private readonly long _start;

    /// <summary>Opens the door.</summary>
    /// <param name="limits">How many, and how long.</param>
    /// <param name="clock">The time.</param>
    /// <param name="metrics">Told of who is dropped; null for nobody. Asked for when there is something to tell: nobody listens to metrics before the server does.</param>
    public HandshakeDoor(HandshakeLimits limits, TimeProvider clock, Func<GatewayMetrics>? metrics = null)
    {
        (_limits, _clock, _metrics, _lobby, _start) = (limits, clock, metrics, new Lobby(limits), clock.GetTimestamp());
        _timer = clock.CreateTimer(_ => Advance(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Puts a handshake between coming in and being done with it.</summary>
    /// <param name="listen">The endpoint.</param>
    /// <param name="useHandshake">Adds the handshake.</param>
    public void Around(ListenOptions listen, Action<ListenOptions> useHandshake)
    {
        listen.Use(next => connection => ServeAsync(next, connection));
        useHandshake(listen);
        listen.Use(next => connection =>
        {
            Leave(connection);
            return next(connection);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>Waits for a turn and has the handshake done in it. A connection that ends before that is no failure: peers come and go.</summary>
    /// <param name="next">The handshake and what follows it.</param>
    /// <param name="connection">The connection.</param>
    internal async Task ServeAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        if (!await ComeInAsync(connection))
            return;

        try
        {
            await next(connection);
        }
        finally
        {
            // Where the handshake failed, nobody else did.
            Leave(connection);
        }
    }

    private async Task<bool> ComeInAsync(ConnectionContext connection)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        Visitor visitor = new(PeerAddress.Of(connection.RemoteEndPoint), Now)
        {
            Drop = () => connection.Abort(new ConnectionAbortedException("There are too many connections without a finished TLS handshake.")),
        };
        connection.Items[Key] = visitor;
        bool hasTurn = false;
        try
        {
            hasTurn = TryArrive(visitor) && await SaysHelloAsync(connection, ended.Token) && await GetsTurnAsync(visitor, ended.Token);
            return hasTurn;
        }
        finally
        {
            if (!hasTurn)
                Leave(connection);
        }
    }

    private bool TryArrive(Visitor visitor)
    {
        Visitor? victim;
        lock (_lock)
            victim = _lobby.Arrive(visitor, Now);
        if (victim == visitor)
            _metrics?.Invoke().HandshakeDropped("crowded");
        else if (victim is not null)
            Drop(victim);
        return victim != visitor;
    }

    private void Drop(Visitor visitor)
    {
        _metrics?.Invoke().HandshakeDropped("crowded");
        visitor.Drop?.Invoke();
    }

    private async Task<bool> SaysHelloAsync(ConnectionContext connection, CancellationToken ended)
    {
        using CancellationTokenSource late = new(_limits.HelloTime, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(ended, late.Token);
        try
        {
            while (true)
            {
                ReadResult received = await connection.Transport.Input.ReadAsync(either.Token);
                HelloProgress progress = ClientHello.Read(received.Buffer);
                // Nothing is consumed: the handshake reads the same bytes again.
                if (progress == HelloProgress.Partial && !received.IsCompleted)
                {
                    connection.Transport.Input.AdvanceTo(received.Buffer.Start, received.Buffer.End);
                    continue;
                }

                connection.Transport.Input.AdvanceTo(received.Buffer.Start);
                if (progress == HelloProgress.Nonsense)
                    _metrics?.Invoke().HandshakeDropped("no_tls");
                return progress == HelloProgress.Whole;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            if (late.IsCancellationRequested)
                _metrics?.Invoke().HandshakeDropped("silent");
            return false;
        }
    }

    private async Task<bool> GetsTurnAsync(Visitor visitor, CancellationToken ended)
    {
        lock (_lock)
            _lobby.Speak(visitor, Now);
        Advance();
        try
        {
            await visitor.Turn.Task.WaitAsync(ended);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Leave(ConnectionContext connection)
    {
        if (!connection.Items.Remove(Key, out object? visitor))
            return;

        lock (_lock)
            _lobby.Leave((Visitor)visitor!);
        Advance();
    }

    private void Advance()
    {
        IReadOnlyList<Visitor> begin, drop;
        lock (_lock)
        {
            (begin, drop) = _lobby.Advance(Now);
            if (_lobby.NextLook is { } next)
                _timer.Change(next > Now ? next - Now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        foreach (Visitor visitor in begin)
            visitor.Turn.TrySetResult();
        foreach (Visitor visitor in drop)
            Drop(visitor);
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);
}
