namespace Grpc.Core;

/// <summary>Handles a method with streams both ways.</summary>
/// <param name="requestStream">The requests.</param>
/// <param name="responseStream">Where to write the responses.</param>
/// <param name="context">The call.</param>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public delegate Task DuplexStreamingServerMethod<TRequest, TResponse>(
    IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context)
    where TRequest : class
    where TResponse : class;
