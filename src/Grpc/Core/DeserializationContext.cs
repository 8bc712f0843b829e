using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a marshaller reads one message from. It is valid only until the marshaller returns.</summary>
public abstract class DeserializationContext
{
    /// <summary>The size of the message in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>A copy of the message.</summary>
    public virtual byte[] PayloadAsNewBuffer() =>
        throw new NotSupportedException($"{GetType()} does not copy its payload.");

    /// <summary>The message itself, without a copy; it must not be kept.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() =>
        throw new NotSupportedException($"{GetType()} does not lend its payload.");
}
