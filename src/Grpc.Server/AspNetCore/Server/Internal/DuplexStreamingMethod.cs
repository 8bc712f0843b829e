using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves a method with streams both ways.</summary>
internal sealed class DuplexStreamingMethod<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, TRequest, TResponse>
    : ServerMethod<TService, TRequest, TResponse>
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private readonly DuplexStreamingServerMethod<TRequest, TResponse> _pipeline;

    public DuplexStreamingMethod(Method<TRequest, TResponse> method, ServiceRuntime<TService> runtime)
        : base(method, runtime) =>
        _pipeline = new InterceptorPipeline(runtime.Options.Interceptors).Before<TRequest, TResponse>(CallServiceAsync);

    protected override async Task HandleAsync(HttpServerCall call, RequestFrameReader requests) =>
        await _pipeline(
            new RequestStreamReader<TRequest>(call, requests, Method.RequestMarshaller),
            new ResponseStreamWriter<TResponse>(call, Method.ResponseMarshaller, Runtime.Options.MaxSendMessageSize),
            call);

    private async Task CallServiceAsync(
        IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses, ServerCallContext context)
    {
        await using Owned<TService> service = Runtime.Activate(context.GetHttpContext());
        await Runtime.GetHandler<DuplexStreamingServerMethod<TRequest, TResponse>>(service.Value, Method)(requests, responses, context);
    }
}
