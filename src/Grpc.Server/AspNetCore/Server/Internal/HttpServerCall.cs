using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Core.Internal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>A call served over an HTTP/2 request.</summary>
internal sealed class HttpServerCall : ServerCallContext, IDisposable
{
    private const int Http2NoError = 0x0;
    private const int Http2Cancel = 0x8;

    private readonly IMethod _method;
    private readonly ServerDeadline? _deadline;
    private readonly CancellationToken _cancellationToken;
    private readonly ExclusiveUse _writes = new("write");
    private int _hasEnded;

    public HttpServerCall(HttpContext httpContext, IMethod method, TimeProvider clock)
    {
        HttpContext = httpContext;
        _method = method;
        string? timeout = httpContext.Request.Headers[GrpcProtocol.TimeoutHeader];
        HasValidTimeout = timeout is null || GrpcTimeout.TryDecode(timeout, out _);
        if (timeout is not null && GrpcTimeout.TryDecode(timeout, out TimeSpan limit))
        {
            _deadline = new ServerDeadline(clock, limit, httpContext.RequestAborted);
        }

        // Kept, because the request is taken away when the call is over, and a handler may outlive it.
        _cancellationToken = _deadline?.Token ?? httpContext.RequestAborted;
    }

    public HttpContext HttpContext { get; }

    public bool HasValidTimeout { get; }

    /// <summary>The deadline as it runs here; null when the call has none.</summary>
    public ServerDeadline? RunningDeadline => _deadline;

    protected override string MethodCore => _method.FullName;

    protected override string HostCore => HttpContext.Request.Host.Value ?? "";

    protected override string PeerCore => field ??= PeerAddress.Format(HttpContext.Connection);

    protected override DateTime DeadlineCore => _deadline?.At ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => field ??= ReadRequestHeaders();

    protected override CancellationToken CancellationTokenCore => _cancellationToken;

    protected override Metadata ResponseTrailersCore => field ??= [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => field ??= CertificateAuthContext.Create(HttpContext.Connection.ClientCertificate);

    /// <summary>Writes a serialized message.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="flush">Whether to send it now and wait for flow control, or to leave it for what is sent next.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WriteAsync(MessageFrame frame, bool flush, CancellationToken cancellationToken)
    {
        using ExclusiveUse.Scope use = _writes.Enter();
        ThrowIfOver();
        PipeWriter body = HttpContext.Response.BodyWriter;
        FlushResult result = default;
        if (flush)
        {
            result = await body.WriteAsync(frame.Memory, cancellationToken);
        }
        else
        {
            // Starting decides that the status goes to the trailers; it sends nothing yet.
            await HttpContext.Response.StartAsync(cancellationToken);
            frame.Memory.Span.CopyTo(body.GetSpan(frame.Memory.Length));
            body.Advance(frame.Memory.Length);
        }

        if (result.IsCompleted || result.IsCanceled)
        {
            throw new OperationCanceledException("The client is gone; the message was not sent.", CancellationToken);
        }
    }

    /// <summary>Ends the call with its status, unless it has ended; once the deadline has passed, that is the status.</summary>
    public async Task EndAsync(Status status)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
        {
            return;
        }

        bool isOverdue = _deadline?.Passed.IsCompleted == true;
        if (_writes.IsInUse)
        {
            // Trailers cannot overtake a write that waits for the client.
            HttpContext.Features.GetRequiredFeature<IHttpResetFeature>().Reset(Http2Cancel);
            return;
        }

        ResponseEnd.Write(
            HttpContext.Response,
            isOverdue ? new Status(StatusCode.DeadlineExceeded, "The deadline passed before the call was over.") : status,
            ResponseTrailers);
        if (isOverdue)
        {
            // The handler may still run: the client need not wait for it, nor send it more.
            await HttpContext.Response.CompleteAsync();
            HttpContext.Features.GetRequiredFeature<IHttpResetFeature>().Reset(Http2NoError);
        }
    }

    /// <summary>Keeps a handler that runs on from touching a request that is no longer its own.</summary>
    /// <exception cref="InvalidOperationException">The call has ended.</exception>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public void ThrowIfOver()
    {
        if (Volatile.Read(ref _hasEnded) != 0)
        {
            throw new InvalidOperationException($"The call of {Method} is over; its streams cannot be used any more.");
        }

        CancellationToken.ThrowIfCancellationRequested();
    }

    public void Dispose() => _deadline?.Dispose();

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        using ExclusiveUse.Scope use = _writes.Enter();
        ThrowIfOver();
        if (HttpContext.Response.HasStarted)
        {
            throw new InvalidOperationException("The response headers are sent already; write them before the first response.");
        }

        ResponseEnd.WriteMetadata(HttpContext.Response.Headers, responseHeaders);
        await HttpContext.Response.BodyWriter.FlushAsync(CancellationToken);
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        new ServerPropagationToken(this, options ?? ContextPropagationOptions.Default);

    private Metadata ReadRequestHeaders()
    {
        Metadata metadata = [];
        foreach ((string name, StringValues values) in HttpContext.Request.Headers)
        {
            foreach (string? value in values)
            {
                MetadataReader.Add(metadata, name, value ?? "");
            }
        }

        return metadata;
    }
}
