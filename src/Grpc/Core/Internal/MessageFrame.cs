using System.Buffers;
using System.Buffers.Binary;

namespace Grpc.Core.Internal;

/// <summary>
/// One outgoing message with its five bytes of header, in a pooled array that is held only while the message is written: an idle
/// stream holds no buffer.
/// </summary>
internal sealed class MessageFrame : SerializationContext, IBufferWriter<byte>, IDisposable
{
    private const int InitialSize = 256;

    private readonly int? _maxMessageSize;
    private byte[]? _buffer;
    private int _position = GrpcProtocol.FrameHeaderSize;
    private bool _isComplete;

    private MessageFrame(int? maxMessageSize) => _maxMessageSize = maxMessageSize;

    /// <summary>The header and the message.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _position);

    /// <summary>Serializes a message.</summary>
    /// <exception cref="RpcException">
    /// The message is larger than allowed (<see cref="StatusCode.ResourceExhausted"/>), or its marshaller failed
    /// (<see cref="StatusCode.Internal"/>).
    /// </exception>
    public static MessageFrame Create<T>(T message, Marshaller<T> marshaller, int? maxMessageSize)
    {
        MessageFrame frame = new(maxMessageSize);
        try
        {
            marshaller.ContextualSerializer(message, frame);
            frame.Seal();
            return frame;
        }
        catch (Exception exception)
        {
            frame.Dispose();
            throw exception is RpcException
                ? exception
                : new RpcException(new Status(StatusCode.Internal, "The message could not be serialized.", exception));
        }
    }

    public override void Complete(byte[] payload)
    {
        SetPayloadLength(payload.Length);
        payload.CopyTo(GetSpan(payload.Length));
        Advance(payload.Length);
        Complete();
    }

    public override IBufferWriter<byte> GetBufferWriter() => this;

    public override void SetPayloadLength(int payloadLength)
    {
        ThrowIfTooLarge(payloadLength);
        Reserve(payloadLength);
    }

    public override void Complete() => _isComplete = true;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (_buffer?.Length ?? 0) - _position);
        _position += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_position);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Seal()
    {
        int length = _position - GrpcProtocol.FrameHeaderSize;
        if (!_isComplete)
        {
            throw new InvalidOperationException("The marshaller did not complete the message.");
        }

        ThrowIfTooLarge(length);
        Reserve(0);
        Span<byte> header = _buffer.AsSpan(0, GrpcProtocol.FrameHeaderSize);
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], length);
    }

    private void Reserve(int count)
    {
        int needed = checked(_position + count);
        if (_buffer is { } current && current.Length >= needed)
        {
            return;
        }

        int size = _buffer is null ? needed : Math.Max(needed, (int)Math.Min(2L * _buffer.Length, Array.MaxLength));
        byte[] grown = ArrayPool<byte>.Shared.Rent(Math.Max(size, InitialSize));
        if (_buffer is { } old)
        {
            old.AsSpan(0, _position).CopyTo(grown);
            ArrayPool<byte>.Shared.Return(old);
        }

        _buffer = grown;
    }

    private void ThrowIfTooLarge(int length)
    {
        if (length > _maxMessageSize)
        {
            throw new RpcException(new Status(
                StatusCode.ResourceExhausted,
                $"The message of {length} bytes is larger than the {_maxMessageSize} bytes that may be sent."));
        }
    }
}
