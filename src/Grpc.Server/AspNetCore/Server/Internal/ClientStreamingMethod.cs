using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves a method with a stream of requests and one response.</summary>
internal sealed class ClientStreamingMethod<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, TRequest, TResponse>
    : ServerMethod<TService, TRequest, TResponse>
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private readonly ClientStreamingServerMethod<TRequest, TResponse> _pipeline;

    public ClientStreamingMethod(Method<TRequest, TResponse> method, ServiceRuntime<TService> runtime)
        : base(method, runtime) =>
        _pipeline = new InterceptorPipeline(runtime.Options.Interceptors).Before<TRequest, TResponse>(CallServiceAsync);

    protected override async Task HandleAsync(HttpServerCall call, RequestFrameReader requests) =>
        await WriteSingleAsync(
            call, await _pipeline(new RequestStreamReader<TRequest>(call, requests, Method.RequestMarshaller), call));

    private async Task<TResponse> CallServiceAsync(IAsyncStreamReader<TRequest> requests, ServerCallContext context)
    {
        await using Owned<TService> service = Runtime.Activate(context.GetHttpContext());
        return await Runtime.GetHandler<ClientStreamingServerMethod<TRequest, TResponse>>(service.Value, Method)(requests, context);
    }
}
