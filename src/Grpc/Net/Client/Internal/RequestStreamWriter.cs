using Grpc.Core;
using Grpc.Core.Internal;

namespace Grpc.Net.Client.Internal;

/// <summary>Writes the requests of a stream, one at a time.</summary>
internal sealed class RequestStreamWriter<TRequest, TResponse>(HttpCall<TRequest, TResponse> call, StreamingRequestContent content)
    : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly ExclusiveUse _use = new("write");
    private bool _isComplete;

    public WriteOptions? WriteOptions { get; set; } = call.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        using ExclusiveUse.Scope use = _use.Enter();
        if (_isComplete)
        {
            throw new InvalidOperationException("The request stream is complete; nothing more can be written to it.");
        }

        using CancellationTokenRegistration cancellation = call.Lifetime.RegisterCancellation(cancellationToken);
        try
        {
            Stream stream = await content.Opened;
            using MessageFrame frame = call.Serialize(message);
            await stream.WriteAsync(frame.Memory, call.Lifetime.Ended);
            if (WriteOptions is null || !WriteOptions.Flags.HasFlag(WriteFlags.BufferHint))
            {
                await stream.FlushAsync(call.Lifetime.Ended);
            }
        }
        catch (Exception exception)
        {
            throw Translate(exception);
        }
    }

    public Task CompleteAsync()
    {
        using ExclusiveUse.Scope use = _use.Enter();
        _isComplete = true;
        content.Complete();
        return Task.CompletedTask;
    }

    // A write that fails because the server has ended the call does not decide the call: its status comes with the response.
    private Exception Translate(Exception exception)
    {
        if (!call.Lifetime.HasEnded)
        {
            return new RpcException(CallStatus.FromException(exception));
        }

        return call.Lifetime.GetStatus().StatusCode == StatusCode.OK
            ? new RpcException(new Status(StatusCode.OK, "The server ended the call before it read all requests.", exception))
            : call.Lifetime.CreateException();
    }
}
