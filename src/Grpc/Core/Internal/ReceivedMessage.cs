using System.Buffers;

namespace Grpc.Core.Internal;

/// <summary>Lends one received message to its marshaller.</summary>
internal sealed class ReceivedMessage(ReadOnlySequence<byte> payload) : DeserializationContext
{
    public override int PayloadLength => (int)payload.Length;

    public override byte[] PayloadAsNewBuffer() => payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => payload;

    /// <summary>Reads a message.</summary>
    /// <exception cref="RpcException">The bytes are no such message; the status is <see cref="StatusCode.Internal"/>.</exception>
    public static T Deserialize<T>(ReadOnlySequence<byte> payload, Marshaller<T> marshaller)
    {
        try
        {
            return marshaller.ContextualDeserializer(new ReceivedMessage(payload));
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The message could not be deserialized.", exception));
        }
    }
}
