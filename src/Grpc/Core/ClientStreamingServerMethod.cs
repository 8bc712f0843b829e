namespace Grpc.Core;

/// <summary>Handles a method with a stream of requests and one response.</summary>
/// <param name="requestStream">The requests.</param>
/// <param name="context">The call.</param>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
/// <returns>The response.</returns>
public delegate Task<TResponse> ClientStreamingServerMethod<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
