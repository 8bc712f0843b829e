using System.Buffers;
using System.IO.Pipelines;
using FsCheck;
using FsCheck.Fluent;
using Grpc.AspNetCore.Server.Internal;
using Grpc.Core;
using Grpc.Core.Internal;

namespace ElementalProvider.GrpcTests;

/// <summary>Messages with their five bytes of header, out and in.</summary>
public sealed class MessageFramingTests
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    private static readonly Marshaller<byte[]> ByteByByte = Marshallers.Create<byte[]>(
        (bytes, context) =>
        {
            IBufferWriter<byte> writer = context.GetBufferWriter();
            foreach (byte value in bytes)
            {
                writer.GetSpan(1)[0] = value;
                writer.Advance(1);
            }

            context.Complete();
        },
        context => context.PayloadAsReadOnlySequence().ToArray());

    [Fact]
    public void A_frame_is_a_zero_the_length_and_the_message()
    {
        using MessageFrame frame = MessageFrame.Create([7, 8, 9], Bytes, maxMessageSize: null);

        Assert.Equal([0, 0, 0, 0, 3, 7, 8, 9], frame.Memory.ToArray());
    }

    [Fact]
    public void A_message_may_be_written_whole_or_in_pieces()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), seed =>
        {
            byte[] message = [.. Enumerable.Repeat(seed, 50).SelectMany(bytes => bytes)];
            using MessageFrame whole = MessageFrame.Create(message, Bytes, maxMessageSize: null);
            using MessageFrame pieces = MessageFrame.Create(message, ByteByByte, maxMessageSize: null);
            return whole.Memory.Span.SequenceEqual(pieces.Memory.Span);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void The_limit_is_the_size_of_the_message_without_its_header(int limit, bool fits)
    {
        foreach (Marshaller<byte[]> marshaller in new[] { Bytes, ByteByByte })
        {
            Exception? exception = Record.Exception(() => MessageFrame.Create([7, 8, 9], marshaller, limit).Dispose());
            Assert.Equal(fits ? null : StatusCode.ResourceExhausted, (exception as RpcException)?.StatusCode);
        }
    }

    [Fact]
    public void A_message_that_announces_its_size_is_refused_before_it_is_written()
    {
        bool wasWritten = false;
        Marshaller<byte[]> announcing = Marshallers.Create<byte[]>(
            (_, context) =>
            {
                context.SetPayloadLength(1000);
                wasWritten = true;
                context.Complete();
            },
            _ => []);

        Assert.Throws<RpcException>(() => MessageFrame.Create([], announcing, maxMessageSize: 999));
        Assert.False(wasWritten);
    }

    [Fact]
    public void A_marshaller_that_fails_or_does_not_complete_is_an_internal_error()
    {
        Marshaller<byte[]> failing = Marshallers.Create<byte[]>((_, _) => throw new FormatException("no"), _ => []);
        Marshaller<byte[]> incomplete = Marshallers.Create<byte[]>((_, _) => { }, _ => []);

        foreach (Marshaller<byte[]> marshaller in new[] { failing, incomplete })
        {
            RpcException exception = Assert.Throws<RpcException>(() => MessageFrame.Create([], marshaller, maxMessageSize: null));
            Assert.Equal(StatusCode.Internal, exception.StatusCode);
        }
    }

    [Fact]
    public void Messages_are_read_however_the_network_cuts_them()
    {
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[][]>(),
            ArbMap.Default.ArbFor<PositiveInt>(),
            (messages, cut) => ReadInPiecesAsync(messages, cut.Get)).QuickCheckThrowOnFailure();
    }

    private static async Task<bool> ReadInPiecesAsync(byte[][] messages, int pieceSize)
    {
        List<byte> wire = [];
        foreach (byte[] message in messages)
        {
            using MessageFrame frame = MessageFrame.Create(message, Bytes, maxMessageSize: null);
            wire.AddRange(frame.Memory.ToArray());
        }

        Pipe pipe = new();
        Task writing = WriteInPiecesAsync(pipe.Writer, [.. wire], pieceSize);
        RequestFrameReader reader = new(pipe.Reader, encoding: null, maxMessageSize: 1024 * 1024);
        foreach (byte[] message in messages)
        {
            byte[]? read = await reader.ReadAsync(ByteByByte, CancellationToken.None);
            if (read is null || !read.SequenceEqual(message))
            {
                return false;
            }
        }

        await writing;
        return await reader.ReadAsync(ByteByByte, CancellationToken.None) is null;
    }

    private static async Task WriteInPiecesAsync(PipeWriter writer, byte[] wire, int pieceSize)
    {
        foreach (byte[] piece in wire.Chunk(pieceSize))
        {
            await writer.WriteAsync(piece);
        }

        await writer.CompleteAsync();
    }
}
