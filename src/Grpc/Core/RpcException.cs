namespace Grpc.Core;

/// <summary>
/// A call that ended with a status other than <see cref="StatusCode.OK"/>. Thrown to callers on the client; a handler on the server
/// throws it to choose the status and the trailers that its caller sees.
/// </summary>
public class RpcException : Exception
{
    /// <summary>Creates an exception without trailers.</summary>
    /// <param name="status">The status of the call.</param>
    public RpcException(Status status)
        : this(status, Metadata.Empty, status.ToString())
    {
    }

    /// <summary>Creates an exception with its own message, which is not sent.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="message">The local message of the exception.</param>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message)
    {
    }

    /// <summary>Creates an exception with trailers.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="trailers">The metadata that ends the call.</param>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString())
    {
    }

    /// <summary>Creates an exception with trailers and its own message, which is not sent.</summary>
    /// <param name="status">The status of the call.</param>
    /// <param name="trailers">The metadata that ends the call.</param>
    /// <param name="message">The local message of the exception.</param>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>The status of the call.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>The metadata that ended the call; empty when the peer sent none.</summary>
    public Metadata Trailers { get; }
}
