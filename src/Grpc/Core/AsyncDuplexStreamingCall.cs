namespace Grpc.Core;

/// <summary>A running call with streams both ways. Dispose it to cancel it and to free what it holds.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public sealed class AsyncDuplexStreamingCall<TRequest, TResponse> : IDisposable
{
    private readonly AsyncCallState _state;

    /// <summary>Creates a call from functions.</summary>
    /// <param name="requestStream">Writes the requests.</param>
    /// <param name="responseStream">Reads the responses.</param>
    /// <param name="responseHeadersAsync">Completes with the response headers.</param>
    /// <param name="getStatusFunc">Gives the final status.</param>
    /// <param name="getTrailersFunc">Gives the trailers.</param>
    /// <param name="disposeAction">Ends the call.</param>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        _state = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>Creates a call from functions over a shared state, which need no closures.</summary>
    /// <param name="requestStream">Writes the requests.</param>
    /// <param name="responseStream">Reads the responses.</param>
    /// <param name="responseHeadersAsync">Gives the task that completes with the response headers.</param>
    /// <param name="getStatusFunc">Gives the final status.</param>
    /// <param name="getTrailersFunc">Gives the trailers.</param>
    /// <param name="disposeAction">Ends the call.</param>
    /// <param name="state">What the functions are called with.</param>
    public AsyncDuplexStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        IAsyncStreamReader<TResponse> responseStream,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        RequestStream = requestStream;
        ResponseStream = responseStream;
        _state = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
    }

    /// <summary>Where to write the requests.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>The responses.</summary>
    public IAsyncStreamReader<TResponse> ResponseStream { get; }

    /// <summary>Completes with the metadata that the server sent before its first response.</summary>
    public Task<Metadata> ResponseHeadersAsync => _state.ResponseHeadersAsync();

    /// <summary>The final status of the call.</summary>
    /// <exception cref="InvalidOperationException">The call is not over.</exception>
    public Status GetStatus() => _state.GetStatus();

    /// <summary>The metadata that ended the call.</summary>
    /// <exception cref="InvalidOperationException">The call is not over.</exception>
    public Metadata GetTrailers() => _state.GetTrailers();

    /// <summary>Cancels the call if it is not over, and frees what it holds.</summary>
    public void Dispose() => _state.Dispose();
}
