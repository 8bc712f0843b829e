using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller writes one message: either a whole array, or a buffer writer followed by <see cref="Complete()"/>.</summary>
public abstract class SerializationContext
{
    /// <summary>Gives the whole message at once.</summary>
    /// <param name="payload">The serialized message; the caller must not change it afterwards.</param>
    public virtual void Complete(byte[] payload) =>
        throw new NotSupportedException($"{GetType()} does not take a whole payload.");

    /// <summary>The writer for the message; call <see cref="Complete()"/> when it is written.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() =>
        throw new NotSupportedException($"{GetType()} has no buffer writer.");

    /// <summary>Announces the exact size of the message before it is written, so that it is checked and its buffer sized once.</summary>
    /// <param name="payloadLength">The size in bytes.</param>
    public virtual void SetPayloadLength(int payloadLength)
    {
        // A hint: a context that has no use for it may ignore it.
    }

    /// <summary>Says that the message is written to the buffer writer.</summary>
    public virtual void Complete() =>
        throw new NotSupportedException($"{GetType()} has no buffer writer.");
}
