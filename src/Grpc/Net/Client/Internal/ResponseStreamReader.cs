using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.Net.Client.Internal;

/// <summary>Reads the responses of a stream, one at a time.</summary>
internal sealed class ResponseStreamReader<TRequest, TResponse>(HttpCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private readonly ExclusiveUse _use = new("read");
    private TResponse? _current;

    public TResponse Current =>
        _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        using ExclusiveUse.Scope use = _use.Enter();
        using CancellationTokenRegistration cancellation = call.Lifetime.RegisterCancellation(cancellationToken);
        _current = null;
        _current = await call.ReadNextAsync();
        return _current is not null;
    }
}
