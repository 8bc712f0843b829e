namespace Grpc.Core;

/// <summary>The result of a call, with the numbers that gRPC sends in <c>grpc-status</c>.</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The call was cancelled, typically by the caller.</summary>
    Cancelled = 1,

    /// <summary>An error that says nothing more about itself, such as an exception that left a handler.</summary>
    Unknown = 2,

    /// <summary>The client sent an argument that is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call completed.</summary>
    DeadlineExceeded = 4,

    /// <summary>The requested entity does not exist.</summary>
    NotFound = 5,

    /// <summary>The entity that the client tried to create exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known but may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or a size limit is exhausted.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the operation needs; retrying alone does not help.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation was aborted, typically by a conflict with another one.</summary>
    Aborted = 10,

    /// <summary>The operation went past the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The method does not exist or is not supported by the peer.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the peer or of the protocol is broken.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; retrying with a backoff may help.</summary>
    Unavailable = 14,

    /// <summary>Data was lost or corrupted and cannot be recovered.</summary>
    DataLoss = 15,

    /// <summary>The caller did not prove who it is.</summary>
    Unauthenticated = 16,
}
