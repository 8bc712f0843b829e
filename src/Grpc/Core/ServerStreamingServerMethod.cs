namespace Grpc.Core;

/// <summary>Handles a method with one request and a stream of responses.</summary>
/// <param name="request">The request.</param>
/// <param name="responseStream">Where to write the responses.</param>
/// <param name="context">The call.</param>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public delegate Task ServerStreamingServerMethod<TRequest, TResponse>(
    TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
