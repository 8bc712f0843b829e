using System.Buffers;
using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.Net.Client.Internal;

/// <summary>A response whose headers have arrived: its messages, then its trailers.</summary>
internal sealed class ActiveResponse(HttpResponseMessage response, Stream body)
{
    private readonly byte[] _header = new byte[GrpcProtocol.FrameHeaderSize];
    private readonly string? _encoding =
        response.Headers.TryGetValues(GrpcProtocol.EncodingHeader, out IEnumerable<string>? values) ? string.Join(',', values) : null;

    /// <summary>Reads the next message; null at the end of the body, after which the trailers are readable.</summary>
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, int? maxMessageSize, CancellationToken cancellationToken)
        where T : class
    {
        int read = await body.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancellationToken);
        if (read == 0)
        {
            return null;
        }

        if (read < _header.Length)
        {
            return EndOfTruncatedMessage<T>();
        }

        int length = MessageHeader.ReadLength(_header, _encoding, maxMessageSize);
        byte[] payload = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            read = await body.ReadAtLeastAsync(payload.AsMemory(0, length), length, throwOnEndOfStream: false, cancellationToken);
            return read == length
                ? ReceivedMessage.Deserialize(new ReadOnlySequence<byte>(payload, 0, length), marshaller)
                : EndOfTruncatedMessage<T>();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(payload);
        }
    }

    public Status ReadStatus() => CallStatus.FromTrailers(response.TrailingHeaders);

    public Metadata ReadTrailers() => CallStatus.ReadMetadata(response.TrailingHeaders);

    // A server that fails while it writes may still say why in the trailers.
    private T? EndOfTruncatedMessage<T>()
        where T : class => ReadStatus().StatusCode == StatusCode.OK
            ? throw new RpcException(new Status(StatusCode.Internal, "The response ended in the middle of a message."))
            : null;
}
