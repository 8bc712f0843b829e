using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ElementalProvider.AgentGateway.Hosting;

/// <summary>
/// Lets only so many TLS handshakes run at once. When a fleet comes back, handshakes that all run together all exceed their time limit; taken
/// in turn, each of them succeeds, and those that wait cost nothing but a socket.
/// </summary>
internal sealed class HandshakeLimit(int concurrency) : IDisposable
{
    private static readonly object Key = new();

    private readonly SemaphoreSlim _slots = new(concurrency);

    /// <summary>Puts a handshake middleware between taking a slot and giving it back.</summary>
    /// <param name="listen">The endpoint.</param>
    /// <param name="useHandshake">Adds the handshake.</param>
    public void Around(ListenOptions listen, Action<ListenOptions> useHandshake)
    {
        listen.Use(next => connection => TakeAsync(next, connection));
        useHandshake(listen);
        listen.Use(next => connection =>
        {
            GiveBack(connection);
            return next(connection);
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task TakeAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        await _slots.WaitAsync(connection.ConnectionClosed);
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

    private void GiveBack(ConnectionContext connection)
    {
        if (connection.Items.Remove(Key))
            _slots.Release();
    }
}
