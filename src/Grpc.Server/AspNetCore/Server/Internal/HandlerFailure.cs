using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Which status a client is told when an exception leaves a handler.</summary>
internal static class HandlerFailure
{
    /// <summary>
    /// The exception's own status if it has one. Otherwise nothing of the exception is told, because it may hold what the client must
    /// not see, unless detailed errors are enabled.
    /// </summary>
    public static Status ToStatus(Exception exception, bool isCancelled, bool enableDetailedErrors) => exception switch
    {
        RpcException rpc => rpc.Status,
        _ when isCancelled => new Status(StatusCode.Cancelled, "The call was cancelled."),
        _ when enableDetailedErrors => new Status(StatusCode.Unknown, $"The handler failed: {exception.GetType().Name}: {exception.Message}"),
        _ => new Status(StatusCode.Unknown, "The handler failed."),
    };
}
