using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ElementalProvider.DevCluster.ApiServer.PortForward;

/// <summary>Carries connections to the ports of one pod over one connection of a client. Each is two streams: one for data, one for what went wrong.</summary>
/// <param name="wire">The connection of the client.</param>
/// <param name="endpointOf">Where a port of the pod is; null where nothing listens.</param>
internal sealed class PortForwardSession(SpdyWire wire, Func<int, IPEndPoint?> endpointOf)
{
    private const int PieceLength = 32 * 1024;
    private readonly Dictionary<uint, Socket> _connections = [];
    private readonly Dictionary<string, uint> _errors = new(StringComparer.Ordinal);
    private readonly List<Task> _pumps = [];

    /// <summary>Runs until the client has gone.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using SpdyHeaderReader headers = new();
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (await wire.ReadAsync(ending.Token) is { } frame)
                await HandleAsync(frame, headers, ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            foreach (Socket connection in _connections.Values)
                connection.Dispose();
            await Task.WhenAll(_pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task HandleAsync(SpdyFrame frame, SpdyHeaderReader headers, CancellationToken cancellationToken)
    {
        switch (frame.Type)
        {
            case SpdyFrameType.SynStream:
                uint id = BinaryPrimitives.ReadUInt32BigEndian(frame.Payload);
                await OpenAsync(id, headers.Read(frame.Payload.AsSpan(10)), cancellationToken);
                break;
            case SpdyFrameType.Data when _connections.TryGetValue(frame.StreamId, out Socket? connection):
                await WriteAsync(connection, frame);
                break;
            case SpdyFrameType.RstStream when _connections.Remove(BinaryPrimitives.ReadUInt32BigEndian(frame.Payload), out Socket? ended):
                ended.Dispose();
                break;
            case SpdyFrameType.Ping:
                await wire.WritePingAsync(frame.Payload, cancellationToken);
                break;
            default:
                break;
        }
    }

    private async Task OpenAsync(uint id, Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        await wire.WriteReplyAsync(id, cancellationToken);
        string request = headers.GetValueOrDefault("requestid", "");
        if (headers.GetValueOrDefault("streamtype") == "error")
        {
            _errors[request] = id;
            return;
        }

        int port = int.TryParse(headers.GetValueOrDefault("port"), CultureInfo.InvariantCulture, out int number) ? number : 0;
        if (await ConnectAsync(port, cancellationToken) is { } connection)
        {
            _connections[id] = connection;
            _pumps.Add(PumpAsync(id, connection, request, cancellationToken));
            return;
        }

        if (_errors.TryGetValue(request, out uint error))
            await wire.WriteDataAsync(error, Encoding.UTF8.GetBytes($"error forwarding port {port}: nothing listens there"), isFinal: true, cancellationToken);
        await wire.WriteDataAsync(id, ReadOnlyMemory<byte>.Empty, isFinal: true, cancellationToken);
    }

    private async Task<Socket?> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        if (endpointOf(port) is not { } endpoint)
            return null;
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return socket;
        }
        catch (SocketException)
        {
            // Whoever listened there has just gone: the client is told as if nobody had been there.
            socket.Dispose();
            return null;
        }
    }

    private static async Task WriteAsync(Socket connection, SpdyFrame frame)
    {
        try
        {
            if (frame.Payload.Length > 0)
                await connection.SendAsync(frame.Payload);
            if (frame.IsFinal)
                connection.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The pod has hung up; what it said last is still on its way to the client.
            return;
        }
    }

    private async Task PumpAsync(uint id, Socket connection, string request, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[PieceLength];
        try
        {
            while (await connection.ReceiveAsync(piece, cancellationToken) is > 0 and int length)
                await wire.WriteDataAsync(id, piece.AsMemory(0, length), isFinal: false, cancellationToken);
        }
        catch (SocketException)
        {
            // Cut off is an end like any other.
        }

        await wire.WriteDataAsync(id, ReadOnlyMemory<byte>.Empty, isFinal: true, cancellationToken);
        if (_errors.TryGetValue(request, out uint error))
            await wire.WriteDataAsync(error, ReadOnlyMemory<byte>.Empty, isFinal: true, cancellationToken);
    }
}
