namespace Grpc.Core.Interceptors;

/// <summary>The call that a client interceptor sees, and may pass on changed.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
/// <param name="method">The method.</param>
/// <param name="host">An override of the <c>:authority</c>, or null.</param>
/// <param name="options">The options of the call.</param>
public readonly struct ClientInterceptorContext<TRequest, TResponse>(
    Method<TRequest, TResponse> method, string? host, CallOptions options)
    where TRequest : class
    where TResponse : class
{
    /// <summary>The method.</summary>
    public Method<TRequest, TResponse> Method { get; } = method;

    /// <summary>An override of the <c>:authority</c>, or null.</summary>
    public string? Host { get; } = host;

    /// <summary>The options of the call.</summary>
    public CallOptions Options { get; } = options;
}
