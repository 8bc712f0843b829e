using Grpc.Core;

namespace ElementalProvider.AgentGateway;

/// <summary>Answers to calls that are not served. Each carries one sentence for whoever reads the agent's log, and never a secret.</summary>
internal static class Refusal
{
    /// <summary>Trailer with the seconds after which a caller should try again.</summary>
    public const string RetryAfterTrailer = "retry-after";

    /// <summary>A field of the call is not acceptable; the caller has to change it.</summary>
    /// <param name="sentence">Names the field.</param>
    public static RpcException InvalidArgument(string sentence) => New(StatusCode.InvalidArgument, sentence);

    /// <summary>The token is missing or not valid.</summary>
    /// <param name="sentence">Which token, and why.</param>
    public static RpcException Unauthenticated(string sentence) => New(StatusCode.Unauthenticated, sentence);

    /// <summary>The token is valid, but what is asked for is not allowed with it.</summary>
    /// <param name="sentence">What is not allowed.</param>
    public static RpcException PermissionDenied(string sentence) => New(StatusCode.PermissionDenied, sentence);

    /// <summary>There is no such thing.</summary>
    /// <param name="sentence">What there is none of.</param>
    public static RpcException NotFound(string sentence) => New(StatusCode.NotFound, sentence);

    /// <summary>The state of the host or registration does not allow it; somebody has to change that first.</summary>
    /// <param name="sentence">What to do.</param>
    public static RpcException FailedPrecondition(string sentence) => New(StatusCode.FailedPrecondition, sentence);

    /// <summary>The name is taken.</summary>
    /// <param name="sentence">By what.</param>
    /// <param name="retryAfter">When it may be free, if that is only a matter of time.</param>
    public static RpcException AlreadyExists(string sentence, TimeSpan? retryAfter = null) => New(StatusCode.AlreadyExists, sentence, retryAfter);

    /// <summary>Another stream or writer came first; repeating the call is right.</summary>
    /// <param name="sentence">Who came first.</param>
    public static RpcException Aborted(string sentence) => New(StatusCode.Aborted, sentence);

    /// <summary>It cannot be served now, and nobody has to do anything but wait.</summary>
    /// <param name="sentence">What is being waited for.</param>
    /// <param name="retryAfter">When to come back.</param>
    public static RpcException Unavailable(string sentence, TimeSpan retryAfter) => New(StatusCode.Unavailable, sentence, retryAfter);

    /// <summary>The manager cannot do it although the caller did nothing wrong.</summary>
    /// <param name="sentence">Where to look.</param>
    public static RpcException Internal(string sentence) => New(StatusCode.Internal, sentence);

    private static RpcException New(StatusCode code, string sentence, TimeSpan? retryAfter = null)
    {
        Metadata trailers = [];
        if (retryAfter is { } wait)
            trailers.Add(RetryAfterTrailer, Math.Ceiling(wait.TotalSeconds).ToString("0"));
        return new RpcException(new Status(code, sentence), trailers);
    }
}
