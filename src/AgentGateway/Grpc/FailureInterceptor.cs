using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>
/// Has the gateway itself log what goes wrong in its calls, and only that. gRPC calls it an error, with a stack trace, whatever a call ends with: also
/// that a caller went away, or sent what is no message.
/// </summary>
internal sealed partial class FailureInterceptor(ILogger<FailureInterceptor> logger) : Interceptor
{
    /// <inheritdoc/>
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        GuardAsync(context, () => continuation(request, context));

    /// <inheritdoc/>
    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation) => GuardAsync(context, async () =>
        {
            await continuation(requestStream, responseStream, context);
            return true;
        });

    private async Task<T> GuardAsync<T>(ServerCallContext context, Func<Task<T>> serve)
    {
        try
        {
            return await serve();
        }
        catch (Exception exception) when (HangUp.Is(exception, context.CancellationToken))
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the caller has gone away"));
        }
        catch (Exception exception) when (exception is not RpcException)
        {
            Log.Failed(logger, context.Method, exception);
            throw RefusalStatus.ToException(Refusal.Internal(RefusalReasons.ManagerFailed, "the manager failed, see its log"));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3402, LogLevel.Error, "A call of {method} failed")]
        public static partial void Failed(ILogger logger, string method, Exception exception);
    }
}
