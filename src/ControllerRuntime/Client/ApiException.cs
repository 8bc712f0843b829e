using System.Net;

namespace ElementalProvider.ControllerRuntime.Client;

/// <summary>The API server refused a request and said why.</summary>
/// <param name="status">What the server said; its message may quote field values but never a credential of ours.</param>
/// <param name="retryAfter">How long the server asked to wait before trying again.</param>
public sealed class ApiException(V1Status status, TimeSpan? retryAfter = null)
    : Exception(status.Message ?? $"the API server answered {status.Code} {status.Reason}")
{
    /// <summary>What the server said.</summary>
    public V1Status Status { get; } = status;

    /// <summary>How long the server asked to wait before trying again, if it did.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>HTTP status code.</summary>
    public HttpStatusCode Code => (HttpStatusCode)(Status.Code ?? 500);

    /// <summary>Machine-readable reason, such as <c>NotFound</c>; empty where the server gave none.</summary>
    public string Reason => Status.Reason ?? "";

    /// <summary>One cause a field that was refused.</summary>
    public IReadOnlyList<V1StatusCause> Causes => Status.Details?.Causes?.ToArray() ?? [];

    /// <summary>There is no such object (404).</summary>
    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    /// <summary>The object exists already (409 AlreadyExists).</summary>
    public bool IsAlreadyExists => Reason == "AlreadyExists";

    /// <summary>Somebody else changed the object first (409 Conflict).</summary>
    public bool IsConflict => Code == HttpStatusCode.Conflict && !IsAlreadyExists;

    /// <summary>The version asked for is no longer kept (410).</summary>
    public bool IsGone => Code == HttpStatusCode.Gone;

    /// <summary>The object was refused by validation or admission (422).</summary>
    public bool IsInvalid => Code == HttpStatusCode.UnprocessableEntity;

    /// <summary>The credentials do not allow it (403).</summary>
    public bool IsForbidden => Code == HttpStatusCode.Forbidden;

    /// <summary>The credentials are missing or not accepted (401).</summary>
    public bool IsUnauthorized => Code == HttpStatusCode.Unauthorized;
}
