using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>A running call with a stream of requests and one response. Dispose it to cancel it and to free what it holds.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public sealed class AsyncClientStreamingCall<TRequest, TResponse> : IDisposable
{
    private readonly AsyncCallState _state;

    /// <summary>Creates a call from functions.</summary>
    /// <param name="requestStream">Writes the requests.</param>
    /// <param name="responseAsync">Completes with the response.</param>
    /// <param name="responseHeadersAsync">Completes with the response headers.</param>
    /// <param name="getStatusFunc">Gives the final status.</param>
    /// <param name="getTrailersFunc">Gives the trailers.</param>
    /// <param name="disposeAction">Ends the call.</param>
    public AsyncClientStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        Task<TResponse> responseAsync,
        Task<Metadata> responseHeadersAsync,
        Func<Status> getStatusFunc,
        Func<Metadata> getTrailersFunc,
        Action disposeAction)
    {
        RequestStream = requestStream;
        ResponseAsync = responseAsync;
        _state = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);
    }

    /// <summary>Creates a call from functions over a shared state, which need no closures.</summary>
    /// <param name="requestStream">Writes the requests.</param>
    /// <param name="responseAsync">Completes with the response.</param>
    /// <param name="responseHeadersAsync">Gives the task that completes with the response headers.</param>
    /// <param name="getStatusFunc">Gives the final status.</param>
    /// <param name="getTrailersFunc">Gives the trailers.</param>
    /// <param name="disposeAction">Ends the call.</param>
    /// <param name="state">What the functions are called with.</param>
    public AsyncClientStreamingCall(
        IClientStreamWriter<TRequest> requestStream,
        Task<TResponse> responseAsync,
        Func<object, Task<Metadata>> responseHeadersAsync,
        Func<object, Status> getStatusFunc,
        Func<object, Metadata> getTrailersFunc,
        Action<object> disposeAction,
        object state)
    {
        RequestStream = requestStream;
        ResponseAsync = responseAsync;
        _state = new AsyncCallState(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction, state);
    }

    /// <summary>Where to write the requests.</summary>
    public IClientStreamWriter<TRequest> RequestStream { get; }

    /// <summary>The response; it fails with an <see cref="RpcException"/> when the call does not end with OK.</summary>
    public Task<TResponse> ResponseAsync { get; }

    /// <summary>Completes with the metadata that the server sent before its first response.</summary>
    public Task<Metadata> ResponseHeadersAsync => _state.ResponseHeadersAsync();

    /// <summary>Lets the call itself be awaited for its response.</summary>
    public TaskAwaiter<TResponse> GetAwaiter() => ResponseAsync.GetAwaiter();

    /// <summary>Configures how the call is awaited.</summary>
    /// <param name="continueOnCapturedContext">Whether to continue on the captured context.</param>
    public ConfiguredTaskAwaitable<TResponse> ConfigureAwait(bool continueOnCapturedContext) =>
        ResponseAsync.ConfigureAwait(continueOnCapturedContext);

    /// <summary>The final status of the call.</summary>
    /// <exception cref="InvalidOperationException">The call is not over.</exception>
    public Status GetStatus() => _state.GetStatus();

    /// <summary>The metadata that ended the call.</summary>
    /// <exception cref="InvalidOperationException">The call is not over.</exception>
    public Metadata GetTrailers() => _state.GetTrailers();

    /// <summary>Cancels the call if it is not over, and frees what it holds.</summary>
    public void Dispose() => _state.Dispose();
}
