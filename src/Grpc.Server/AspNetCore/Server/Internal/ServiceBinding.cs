using System.Reflection;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// The generated <c>BindService</c> of a service. It is found once by its attribute; after that, calls reach the service through
/// the delegates that generated code makes, so nothing is looked up by the name of a method.
/// </summary>
internal static class ServiceBinding
{
    /// <summary>Finds the generated binding of a service.</summary>
    /// <exception cref="InvalidOperationException">The type does not derive from a generated service.</exception>
    public static Action<ServiceBinderBase, TService?> Find<TService>()
        where TService : class
    {
        for (Type? type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
            {
                return FindMethod(attribute, type).CreateDelegate<Action<ServiceBinderBase, TService?>>();
            }
        }

        throw new InvalidOperationException(
            $"{typeof(TService)} is no gRPC service: it must derive from the base class that protoc generated for the service.");
    }

    /// <summary>Gets the handler of one method from an instance.</summary>
    public static THandler GetHandler<TService, THandler>(Action<ServiceBinderBase, TService?> bind, TService service, IMethod method)
        where TService : class
        where THandler : Delegate
    {
        HandlerCapture capture = new(method.FullName);
        bind(capture, service);
        return (THandler)capture.Handler!;
    }

    private static MethodInfo FindMethod(BindServiceMethodAttribute attribute, Type serviceBase) =>
        attribute.BindType.GetMethod(
            attribute.BindMethodName,
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic,
            [typeof(ServiceBinderBase), serviceBase])
        ?? throw new InvalidOperationException(
            $"{attribute.BindType} has no method {attribute.BindMethodName}({nameof(ServiceBinderBase)}, {serviceBase.Name}).");

    private sealed class HandlerCapture(string fullName) : ServiceBinderBase
    {
        public Delegate? Handler { get; private set; }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Take(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) => Take(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) => Take(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) => Take(method, handler);

        private void Take(IMethod method, Delegate? handler)
        {
            if (method.FullName == fullName)
            {
                Handler = handler;
            }
        }
    }
}
