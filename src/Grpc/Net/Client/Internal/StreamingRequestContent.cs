using System.Net;
using System.Net.Http.Headers;
using Grpc.Core.Internal;

namespace Grpc.Net.Client.Internal;

/// <summary>The body of a call with a stream of requests: it lends the HTTP/2 stream to the writer until the writer is done.</summary>
internal sealed class StreamingRequestContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _abort;

    public StreamingRequestContent(CancellationToken ended)
    {
        Headers.ContentType = new MediaTypeHeaderValue(GrpcProtocol.ContentType);
        _abort = ended.UnsafeRegister(static (state, token) => ((StreamingRequestContent)state!).Abort(token), this);
    }

    /// <summary>Completes with the HTTP/2 stream once requests can be written; cancelled when the call ends before.</summary>
    public Task<Stream> Opened => _opened.Task;

    /// <summary>Ends the body; the server sees the end of the requests.</summary>
    public void Complete() => _completed.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Without a flush the request headers stay buffered, and a server that speaks first would never be asked.
        await stream.FlushAsync(cancellationToken);
        _opened.TrySetResult(stream);
        await _completed.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _abort.Unregister();
        // A call that ends while it is being sent disposes its request at once: then nobody else would wake whoever waits for the stream.
        Abort(new CancellationToken(canceled: true));
        base.Dispose(disposing);
    }

    private void Abort(CancellationToken ended)
    {
        _opened.TrySetCanceled(ended);
        _completed.TrySetCanceled(ended);
    }
}
