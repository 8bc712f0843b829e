using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Reads the messages of a request body without copying them; a message that is too large is refused by its header.</summary>
internal sealed class RequestFrameReader(PipeReader body, string? encoding, int? maxMessageSize)
{
    /// <summary>Reads the next message; null at the end of the body.</summary>
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            ReadResult result = await body.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = result.Buffer;
            SequencePosition consumed = buffer.Start;
            SequencePosition examined = buffer.End;
            try
            {
                if (TryTakeFrame(buffer, out ReadOnlySequence<byte> payload))
                {
                    consumed = payload.End;
                    examined = payload.End;
                    return ReceivedMessage.Deserialize(payload, marshaller);
                }

                if (result.IsCompleted)
                {
                    return buffer.IsEmpty
                        ? null
                        : throw new RpcException(new Status(StatusCode.Internal, "The request ended in the middle of a message."));
                }
            }
            finally
            {
                body.AdvanceTo(consumed, examined);
            }
        }
    }

    private bool TryTakeFrame(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (buffer.Length < GrpcProtocol.FrameHeaderSize)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[GrpcProtocol.FrameHeaderSize];
        buffer.Slice(0, header.Length).CopyTo(header);
        int length = MessageHeader.ReadLength(header, encoding, maxMessageSize);
        if (buffer.Length - header.Length < length)
        {
            return false;
        }

        payload = buffer.Slice(header.Length, length);
        return true;
    }
}
