namespace Grpc.Core;

/// <summary>Starts calls; every generated client makes its calls through one.</summary>
public abstract class CallInvoker
{
    /// <summary>Makes a call with one request and one response, blocking the thread until it is over.</summary>
    /// <param name="method">The method.</param>
    /// <param name="host">An override of the <c>:authority</c>, or null.</param>
    /// <param name="options">The options of the call.</param>
    /// <param name="request">The request.</param>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <typeparam name="TResponse">The response message.</typeparam>
    public abstract TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a call with one request and one response.</summary>
    /// <param name="method">The method.</param>
    /// <param name="host">An override of the <c>:authority</c>, or null.</param>
    /// <param name="options">The options of the call.</param>
    /// <param name="request">The request.</param>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <typeparam name="TResponse">The response message.</typeparam>
    public abstract AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a call with one request and a stream of responses.</summary>
    /// <param name="method">The method.</param>
    /// <param name="host">An override of the <c>:authority</c>, or null.</param>
    /// <param name="options">The options of the call.</param>
    /// <param name="request">The request.</param>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <typeparam name="TResponse">The response message.</typeparam>
    public abstract AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a call with a stream of requests and one response.</summary>
    /// <param name="method">The method.</param>
    /// <param name="host">An override of the <c>:authority</c>, or null.</param>
    /// <param name="options">The options of the call.</param>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <typeparam name="TResponse">The response message.</typeparam>
    public abstract AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;

    /// <summary>Starts a call with streams both ways.</summary>
    /// <param name="method">The method.</param>
    /// <param name="host">An override of the <c>:authority</c>, or null.</param>
    /// <param name="options">The options of the call.</param>
    /// <typeparam name="TRequest">The request message.</typeparam>
    /// <typeparam name="TResponse">The response message.</typeparam>
    public abstract AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
        where TRequest : class
        where TResponse : class;
}
