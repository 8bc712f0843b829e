using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// The one outcome of a call. It is decided once, by whichever comes first: the end of the response, the deadline, the caller's
/// token, disposal, the end of the channel, or a failure.
/// </summary>
internal sealed class CallLifetime : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<Metadata> _responseHeaders = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _throwOperationCanceled;
    private readonly List<IDisposable> _resources = [];
    private Outcome? _outcome;

    public CallLifetime(GrpcChannel channel, DateTime? deadline, CancellationToken cancellationToken)
    {
        _throwOperationCanceled = channel.ThrowOperationCanceledOnCancellation;
        Attach(channel.Shutdown.UnsafeRegister(
            static state => ((CallLifetime)state!).TryEnd(StatusCode.Cancelled, "The channel was disposed."), this));
        if (cancellationToken.CanBeCanceled)
        {
            Attach(RegisterCancellation(cancellationToken));
        }

        if (deadline is { } due && due != DateTime.MaxValue)
        {
            if (due <= channel.Clock.GetUtcNow().UtcDateTime)
            {
                OnDeadline();
            }
            else
            {
                Attach(new DeadlineTimer(channel.Clock, due, OnDeadline));
            }
        }
    }

    /// <summary>Completes with the headers of the response, or fails with the call.</summary>
    public Task<Metadata> ResponseHeadersAsync => _responseHeaders.Task;

    /// <summary>Cancelled when the outcome is decided; it aborts what is still running on the HTTP/2 stream.</summary>
    public CancellationToken Ended => _ended.Token;

    public bool HasEnded => Volatile.Read(ref _outcome) is not null;

    public Status GetStatus() => Require().Status;

    public Metadata GetTrailers() => Require().Trailers;

    /// <summary>Lets a token cancel the whole call for as long as the registration lives.</summary>
    public CancellationTokenRegistration RegisterCancellation(CancellationToken cancellationToken) => cancellationToken.UnsafeRegister(
        static (state, token) => ((CallLifetime)state!).TryEnd(
            new Outcome(new Status(StatusCode.Cancelled, "The call was cancelled by its caller."), [], token)),
        this);

    public void SetResponseHeaders(Metadata headers) => _responseHeaders.TrySetResult(headers);

    public bool TryEnd(StatusCode statusCode, string detail) => TryEnd(new Status(statusCode, detail), []);

    public bool TryEnd(Status status, Metadata trailers) => TryEnd(new Outcome(status, trailers, default));

    /// <summary>Frees a resource when the call ends, or now if it has.</summary>
    public void Attach(IDisposable resource)
    {
        lock (_lock)
        {
            if (_outcome is null)
            {
                _resources.Add(resource);
                return;
            }
        }

        resource.Dispose();
    }

    /// <summary>What a caller is told when the call did not end with OK.</summary>
    public Exception CreateException()
    {
        Outcome outcome = Require();
        RpcException exception = new(outcome.Status, outcome.Trailers);
        bool cancelled = outcome.Status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded;
        return cancelled && _throwOperationCanceled
            ? new OperationCanceledException(outcome.Status.Detail, exception, outcome.Cause)
            : exception;
    }

    public void Dispose() => TryEnd(StatusCode.Cancelled, "The call was disposed before it was over.");

    private void OnDeadline() => TryEnd(StatusCode.DeadlineExceeded, "The deadline passed before the call was over.");

    private bool TryEnd(Outcome outcome)
    {
        lock (_lock)
        {
            if (_outcome is not null)
            {
                return false;
            }

            Volatile.Write(ref _outcome, outcome);
        }

        _ended.Cancel();
        foreach (IDisposable resource in _resources)
        {
            resource.Dispose();
        }

        FailResponseHeaders();
        return true;
    }

    private void FailResponseHeaders()
    {
        if (_responseHeaders.TrySetException(CreateException()))
        {
            // Few callers ask for the headers; the failure reaches the others with the response.
            _ = _responseHeaders.Task.Exception;
        }
    }

    private Outcome Require() => Volatile.Read(ref _outcome)
        ?? throw new InvalidOperationException("The call is not over: await its response, or read its stream to the end, first.");

    private sealed record Outcome(Status Status, Metadata Trailers, CancellationToken Cause);
}
