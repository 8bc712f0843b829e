using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Reads the requests of a stream, one at a time.</summary>
internal sealed class RequestStreamReader<TRequest>(HttpServerCall call, RequestFrameReader frames, Marshaller<TRequest> marshaller)
    : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private readonly ExclusiveUse _use = new("read");
    private TRequest? _current;

    public TRequest Current =>
        _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using ExclusiveUse.Scope use = _use.Enter();
        call.ThrowIfOver();
        cancellationToken.ThrowIfCancellationRequested();
        _current = null;
        if (!cancellationToken.CanBeCanceled || cancellationToken == call.CancellationToken)
        {
            _current = await frames.ReadAsync(marshaller, call.CancellationToken);
        }
        else
        {
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, cancellationToken);
            _current = await frames.ReadAsync(marshaller, either.Token);
        }

        return _current is not null;
    }
}
