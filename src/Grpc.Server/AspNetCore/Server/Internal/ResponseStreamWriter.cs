using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Writes the responses of a stream, one at a time.</summary>
internal sealed class ResponseStreamWriter<TResponse>(HttpServerCall call, Marshaller<TResponse> marshaller, int? maxMessageSize)
    : IServerStreamWriter<TResponse>
    where TResponse : class
{
    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(TResponse message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TResponse message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        using MessageFrame frame = MessageFrame.Create(message, marshaller, maxMessageSize);
        bool flush = WriteOptions is null || !WriteOptions.Flags.HasFlag(WriteFlags.BufferHint);
        if (!cancellationToken.CanBeCanceled || cancellationToken == call.CancellationToken)
        {
            await call.WriteAsync(frame, flush, call.CancellationToken);
            return;
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, cancellationToken);
        await call.WriteAsync(frame, flush, either.Token);
    }
}
