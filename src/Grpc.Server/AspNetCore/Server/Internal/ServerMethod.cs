using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Grpc.Core.Internal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves the calls of one method: accepts the request, runs the handler and ends the call, whatever happens.</summary>
internal abstract class ServerMethod<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method, ServiceRuntime<TService> runtime)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    protected ServiceRuntime<TService> Runtime => runtime;

    protected Method<TRequest, TResponse> Method => method;

    public async Task ServeAsync(HttpContext httpContext)
    {
        if (!ProtocolGuard.TryAccept(httpContext))
        {
            return;
        }

        if (method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming)
        {
            LiftLimitsOfRequestBody(httpContext);
        }

        httpContext.Response.ContentType = GrpcProtocol.ContentType;
        httpContext.Response.Headers[GrpcProtocol.AcceptEncodingHeader] = GrpcProtocol.IdentityEncoding;
        using HttpServerCall call = new(httpContext, method, runtime.Clock);
        Task handling = RunAsync(call);
        if (call.RunningDeadline is { } deadline && await Task.WhenAny(handling, deadline.Passed) == deadline.Passed)
        {
            await call.EndAsync(new Status(StatusCode.DeadlineExceeded, ""));
        }

        await handling;
    }

    protected abstract Task HandleAsync(HttpServerCall call, RequestFrameReader requests);

    protected async ValueTask<TRequest> ReadSingleAsync(HttpServerCall call, RequestFrameReader requests)
    {
        TRequest? single = await requests.ReadAsync(method.RequestMarshaller, call.CancellationToken);
        if (single is null)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The call came without its request."));
        }

        return await requests.ReadAsync(method.RequestMarshaller, call.CancellationToken) is null
            ? single
            : throw new RpcException(new Status(StatusCode.Internal, "The client sent more than one request to a call that has one."));
    }

    protected async ValueTask WriteSingleAsync(HttpServerCall call, TResponse? response)
    {
        if (response is null)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The handler returned no response."));
        }

        if (call.Status.StatusCode == StatusCode.OK)
        {
            using MessageFrame frame = MessageFrame.Create(response, method.ResponseMarshaller, runtime.Options.MaxSendMessageSize);
            await call.WriteAsync(frame, flush: false, call.CancellationToken);
        }
    }

    private static void LiftLimitsOfRequestBody(HttpContext httpContext)
    {
        // A stream may be idle and unbounded by design; its messages have a limit of their own.
        if (httpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (httpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private async Task RunAsync(HttpServerCall call)
    {
        Status status;
        try
        {
            if (!call.HasValidTimeout)
            {
                throw new RpcException(new Status(StatusCode.Internal, $"The '{GrpcProtocol.TimeoutHeader}' of the call is malformed."));
            }

            string? encoding = call.HttpContext.Request.Headers[GrpcProtocol.EncodingHeader];
            await HandleAsync(
                call, new RequestFrameReader(call.HttpContext.Request.BodyReader, encoding, runtime.Options.MaxReceiveMessageSize));
            status = call.Status;
        }
        catch (Exception exception)
        {
            status = Explain(exception, call);
        }

        await call.EndAsync(status);
    }

    private Status Explain(Exception exception, HttpServerCall call)
    {
        bool isCancelled = call.CancellationToken.IsCancellationRequested;
        Status status = HandlerFailure.ToStatus(exception, isCancelled, runtime.Options.EnableDetailedErrors == true);
        if (exception is RpcException rpc)
        {
            Log.Refused(runtime.Logger, method.FullName, status.StatusCode, status.Detail);
            foreach (Metadata.Entry trailer in rpc.Trailers)
            {
                call.ResponseTrailers.Add(trailer);
            }
        }
        else if (isCancelled)
        {
            Log.Cancelled(runtime.Logger, method.FullName, exception);
        }
        else
        {
            Log.Failed(runtime.Logger, method.FullName, exception);
        }

        return status;
    }
}
