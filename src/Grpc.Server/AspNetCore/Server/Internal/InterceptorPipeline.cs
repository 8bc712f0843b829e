using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Puts the interceptors of a server before a handler: the first registered sees a call first.</summary>
internal sealed class InterceptorPipeline(IReadOnlyList<InterceptorRegistration> registrations)
{
    public UnaryServerMethod<TRequest, TResponse> Before<TRequest, TResponse>(UnaryServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class => Fold(handler, (next, registration) => async (request, context) =>
        {
            await using Owned<Interceptor> interceptor = Activate(registration, context);
            return await interceptor.Value.UnaryServerHandler(request, context, next);
        });

    public ClientStreamingServerMethod<TRequest, TResponse> Before<TRequest, TResponse>(
        ClientStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class => Fold(handler, (next, registration) => async (requests, context) =>
        {
            await using Owned<Interceptor> interceptor = Activate(registration, context);
            return await interceptor.Value.ClientStreamingServerHandler(requests, context, next);
        });

    public ServerStreamingServerMethod<TRequest, TResponse> Before<TRequest, TResponse>(
        ServerStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class => Fold(handler, (next, registration) => async (request, responses, context) =>
        {
            await using Owned<Interceptor> interceptor = Activate(registration, context);
            await interceptor.Value.ServerStreamingServerHandler(request, responses, context, next);
        });

    public DuplexStreamingServerMethod<TRequest, TResponse> Before<TRequest, TResponse>(
        DuplexStreamingServerMethod<TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class => Fold(handler, (next, registration) => async (requests, responses, context) =>
        {
            await using Owned<Interceptor> interceptor = Activate(registration, context);
            await interceptor.Value.DuplexStreamingServerHandler(requests, responses, context, next);
        });

    private static Owned<Interceptor> Activate(InterceptorRegistration registration, ServerCallContext context) =>
        registration.Activate(context.GetHttpContext().RequestServices);

    private THandler Fold<THandler>(THandler handler, Func<THandler, InterceptorRegistration, THandler> wrap) =>
        registrations.Reverse().Aggregate(handler, wrap);
}
