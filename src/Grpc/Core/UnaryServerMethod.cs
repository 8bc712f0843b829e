namespace Grpc.Core;

/// <summary>Handles a method with one request and one response.</summary>
/// <param name="request">The request.</param>
/// <param name="context">The call.</param>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
/// <returns>The response.</returns>
public delegate Task<TResponse> UnaryServerMethod<TRequest, TResponse>(TRequest request, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
