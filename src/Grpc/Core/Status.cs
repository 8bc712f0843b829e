namespace Grpc.Core;

/// <summary>The outcome of a call: a code, a detail for people and, on the client, what caused it.</summary>
public readonly struct Status
{
    /// <summary>Success without a detail.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancellation without a detail.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    /// <summary>Creates a status.</summary>
    /// <param name="statusCode">The code sent in <c>grpc-status</c>.</param>
    /// <param name="detail">The text sent, percent-encoded, in <c>grpc-message</c>.</param>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, debugException: null)
    {
    }

    /// <summary>Creates a status that remembers the local exception behind it; the exception is never sent.</summary>
    /// <param name="statusCode">The code sent in <c>grpc-status</c>.</param>
    /// <param name="detail">The text sent, percent-encoded, in <c>grpc-message</c>.</param>
    /// <param name="debugException">The local exception that led to this status.</param>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        Detail = detail;
        DebugException = debugException;
    }

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The detail; empty when there is none.</summary>
    public string Detail { get => field ?? ""; }

    /// <summary>The local exception that led to this status, for logs and debuggers only.</summary>
    public Exception? DebugException { get; }

    /// <inheritdoc/>
    public override string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", DebugException=\"{DebugException.GetType()}: {DebugException.Message}\")";
}
