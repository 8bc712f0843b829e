using System.Net;
using System.Net.Http.Headers;
using Grpc.Core.Internal;

namespace Grpc.Net.Client.Internal;

/// <summary>The body of a call with one request.</summary>
internal sealed class SingleRequestContent<TRequest> : HttpContent
{
    private readonly Func<TRequest, MessageFrame> _serialize;
    private readonly TRequest _request;

    public SingleRequestContent(Func<TRequest, MessageFrame> serialize, TRequest request)
    {
        _serialize = serialize;
        _request = request;
        Headers.ContentType = new MediaTypeHeaderValue(GrpcProtocol.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using MessageFrame frame = _serialize(_request);
        await stream.WriteAsync(frame.Memory, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
