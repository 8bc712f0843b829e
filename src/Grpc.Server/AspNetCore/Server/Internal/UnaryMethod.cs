using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Serves a method with one request and one response.</summary>
internal sealed class UnaryMethod<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService, TRequest, TResponse>
    : ServerMethod<TService, TRequest, TResponse>
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private readonly UnaryServerMethod<TRequest, TResponse> _pipeline;

    public UnaryMethod(Method<TRequest, TResponse> method, ServiceRuntime<TService> runtime)
        : base(method, runtime) =>
        _pipeline = new InterceptorPipeline(runtime.Options.Interceptors).Before<TRequest, TResponse>(CallServiceAsync);

    protected override async Task HandleAsync(HttpServerCall call, RequestFrameReader requests) =>
        await WriteSingleAsync(call, await _pipeline(await ReadSingleAsync(call, requests), call));

    private async Task<TResponse> CallServiceAsync(TRequest request, ServerCallContext context)
    {
        await using Owned<TService> service = Runtime.Activate(context.GetHttpContext());
        return await Runtime.GetHandler<UnaryServerMethod<TRequest, TResponse>>(service.Value, Method)(request, context);
    }
}
