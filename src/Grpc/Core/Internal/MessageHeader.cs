using System.Buffers.Binary;

namespace Grpc.Core.Internal;

/// <summary>Reads the five bytes that precede each message.</summary>
internal static class MessageHeader
{
    /// <summary>The length of the message that follows, checked before any of it is buffered.</summary>
    /// <exception cref="RpcException">The message is compressed, too large, or its header breaks the protocol.</exception>
    public static int ReadLength(ReadOnlySpan<byte> header, string? encoding, int? maxMessageSize)
    {
        switch (header[0])
        {
            case 0:
                break;
            case 1 when encoding is null or GrpcProtocol.IdentityEncoding:
                throw new RpcException(new Status(
                    StatusCode.Internal, $"A message is marked as compressed, but no '{GrpcProtocol.EncodingHeader}' names how."));
            case 1:
                throw new RpcException(new Status(
                    StatusCode.Unimplemented, $"The message encoding '{encoding}' is not supported; send messages uncompressed."));
            default:
                throw new RpcException(new Status(StatusCode.Internal, $"The message flag {header[0]} is neither 0 nor 1."));
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)(maxMessageSize ?? Array.MaxLength))
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"The message of {length} bytes is larger than the {maxMessageSize ?? Array.MaxLength} bytes that may be received."));
        }

        return (int)length;
    }
}
