using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves a method with one request and a stream of responses.</summary>
internal sealed class ServerStreamingMethod<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, TRequest, TResponse>
    : ServerMethod<TService, TRequest, TResponse>
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private readonly ServerStreamingServerMethod<TRequest, TResponse> _pipeline;

    public ServerStreamingMethod(Method<TRequest, TResponse> method, ServiceRuntime<TService> runtime)
        : base(method, runtime) =>
        _pipeline = new InterceptorPipeline(runtime.Options.Interceptors).Before<TRequest, TResponse>(CallServiceAsync);

    protected override async Task HandleAsync(HttpServerCall call, RequestFrameReader requests) =>
        await _pipeline(
            await ReadSingleAsync(call, requests),
            new ResponseStreamWriter<TResponse>(call, Method.ResponseMarshaller, Runtime.Options.MaxSendMessageSize),
            call);

    private async Task CallServiceAsync(TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context)
    {
        await using Owned<TService> service = Runtime.Activate(context.GetHttpContext());
        await Runtime.GetHandler<ServerStreamingServerMethod<TRequest, TResponse>>(service.Value, Method)(request, responses, context);
    }
}
