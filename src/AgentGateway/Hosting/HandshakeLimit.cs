using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ElementalProvider.AgentGateway.Hosting;

/// <summary>
/// Lets only so many TLS handshakes run at once. When a fleet comes back, handshakes that all run together all exceed their time limit; taken
/// in turn, each of them succeeds, and those that wait cost nothing but a socket. A connection gets its turn when its first bytes are there:
/// one that says nothing cannot hold up the others, and is closed.
/// </summary>
/// <param name="concurrency">Handshakes at once.</param>
/// <param name="patience">How long a connection may say nothing.</param>
internal sealed class HandshakeLimit(int concurrency, TimeSpan patience) : IDisposable
{
    private static readonly object Key = new();

    private readonly SemaphoreSlim _slots = new(concurrency);

    /// <summary>Puts a handshake between taking a turn and giving it back.</summary>
    /// <param name="listen">The endpoint.</param>
    /// <param name="useHandshake">Adds the handshake.</param>
    public void Around(ListenOptions listen, Action<ListenOptions> useHandshake)
    {
        listen.Use(next => connection => TakeTurnAsync(next, connection));
        useHandshake(listen);
        listen.Use(next => connection =>
        {
            GiveBack(connection);
            return next(connection);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    /// <summary>Waits for a turn and has the handshake done in it. A connection that ends before that is no failure: peers come and go.</summary>
    /// <param name="next">The handshake and what follows it.</param>
    /// <param name="connection">The connection.</param>
    internal async Task TakeTurnAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        if (!await SaysSomethingAsync(connection) || !await GetsTurnAsync(connection))
            return;

        connection.Items[Key] = true;
        try
        {
            await next(connection);
        }
        finally
        {
            // Where the handshake failed, nobody else did.
            GiveBack(connection);
        }
    }

    private async Task<bool> SaysSomethingAsync(ConnectionContext connection)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        timeout.CancelAfter(patience);
        try
        {
            ReadResult first = await connection.Transport.Input.ReadAsync(timeout.Token);
            // Nothing is consumed: the handshake reads the same bytes again.
            connection.Transport.Input.AdvanceTo(first.Buffer.Start);
            return !first.Buffer.IsEmpty;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private async Task<bool> GetsTurnAsync(ConnectionContext connection)
    {
        try
        {
            await _slots.WaitAsync(connection.ConnectionClosed);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void GiveBack(ConnectionContext connection)
    {
        if (connection.Items.Remove(Key))
            _slots.Release();
    }
}
