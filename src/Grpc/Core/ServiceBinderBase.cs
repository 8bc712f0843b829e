namespace Grpc.Core;

/// <summary>Takes the methods of a service from its generated <c>BindService</c>; a handler is null when only the methods are asked for.</summary>
public class ServiceBinderBase
{
    /// <summary>Takes a method with one request and one response.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler.</param>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <typeparam name="TResponse">The response message.</typeparam>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw NotTaken(method);

    /// <summary>Takes a method with a stream of requests and one response.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler.</param>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <typeparam name="TResponse">The response message.</typeparam>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw NotTaken(method);

    /// <summary>Takes a method with one request and a stream of responses.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler.</param>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <typeparam name="TResponse">The response message.</typeparam>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw NotTaken(method);

    /// <summary>Takes a method with streams both ways.</summary>
    /// <param name="method">The method.</param>
    /// <param name="handler">Its handler.</param>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <typeparam name="TResponse">The response message.</typeparam>
    public virtual void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        where TRequest : class
        where TResponse : class => throw NotTaken(method);

    private NotSupportedException NotTaken(IMethod method) =>
        new($"{GetType()} does not take {method.Type} methods such as {method.FullName}.");
}
