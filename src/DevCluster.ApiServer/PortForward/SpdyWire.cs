using System.Buffers.Binary;

namespace ElementalProvider.DevCluster.ApiServer.PortForward;

/// <summary>Reads and writes the frames of one SPDY/3.1 connection, as far as port forwarding has them. One reader, any number of writers.</summary>
internal sealed class SpdyWire(Stream stream) : IDisposable
{
    private const int HeaderLength = 8;
    private const byte Fin = 0x01;
    private const ushort SynReply = 2;
    private const ushort Ping = 6;
    private const byte Control = 0x80;
    private const byte Version = 3;

    /// <summary>A zlib stream begins so.</summary>
    private static readonly byte[] ZlibBegin = [0x78, 0x01];

    /// <summary>No headers, in a block that is stored as it is; the empty block behind it lets a reader have them without looking for more.</summary>
    private static readonly byte[] NoHeaders = [0x00, 0x04, 0x00, 0xFB, 0xFF, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF];

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _header = new byte[HeaderLength];
    private bool _hasReplied;

    public void Dispose() => _turn.Dispose();

    /// <summary>Reads a frame.</summary>
    /// <returns>Null at the end of the connection.</returns>
    public async ValueTask<SpdyFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        int read = await stream.ReadAtLeastAsync(_header, HeaderLength, throwOnEndOfStream: false, cancellationToken);
        if (read < HeaderLength)
            return null;

        byte[] payload = new byte[(_header[5] << 16) | (_header[6] << 8) | _header[7]];
        bool isFinal = (_header[4] & Fin) != 0, isControl = (_header[0] & Control) != 0;
        ushort type = isControl ? BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)) : (ushort)0;
        uint streamId = isControl ? 0 : BinaryPrimitives.ReadUInt32BigEndian(_header);
        await stream.ReadExactlyAsync(payload, cancellationToken);
        return new SpdyFrame((SpdyFrameType)type, streamId, isFinal, payload);
    }

    /// <summary>Sends bytes of a stream, and its end.</summary>
    public Task WriteDataAsync(uint streamId, ReadOnlyMemory<byte> data, bool isFinal, CancellationToken cancellationToken) =>
        WriteAsync(streamId, isFinal ? Fin : (byte)0, () => data, cancellationToken);

    /// <summary>Accepts a stream that the other side began.</summary>
    public Task WriteReplyAsync(uint streamId, CancellationToken cancellationToken) => WriteAsync(
        ControlWord(SynReply),
        0,
        () =>
        {
            byte[] id = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(id, streamId);
            byte[] block = _hasReplied ? NoHeaders : [.. ZlibBegin, .. NoHeaders];
            _hasReplied = true;
            return (byte[])[.. id, .. block];
        },
        cancellationToken);

    /// <summary>Answers a ping.</summary>
    public Task WritePingAsync(ReadOnlyMemory<byte> id, CancellationToken cancellationToken) => WriteAsync(ControlWord(Ping), 0, () => id, cancellationToken);

    private static uint ControlWord(ushort type) => ((uint)Control << 24) | ((uint)Version << 16) | type;

    private async Task WriteAsync(uint first, byte flags, Func<ReadOnlyMemory<byte>> body, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ReadOnlyMemory<byte> payload = body();
            byte[] frame = new byte[HeaderLength + payload.Length];
            BinaryPrimitives.WriteUInt32BigEndian(frame, first);
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), payload.Length);
            frame[4] = flags;
            payload.CopyTo(frame.AsMemory(HeaderLength));
            await stream.WriteAsync(frame, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>One frame.</summary>
/// <param name="Type">What it is.</param>
/// <param name="StreamId">The stream that data are of; 0 of all others.</param>
/// <param name="IsFinal">Whether its sender says nothing more on the stream.</param>
/// <param name="Payload">What follows the header.</param>
internal sealed record SpdyFrame(SpdyFrameType Type, uint StreamId, bool IsFinal, byte[] Payload);

/// <summary>What a frame is; all others are passed over.</summary>
internal enum SpdyFrameType
{
    Data = 0,
    SynStream = 1,
    RstStream = 3,
    Ping = 6,
}
