using System.Net;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.AgentGateway;

/// <summary>What an agent is told when the Kubernetes API does not do what the gateway asked for.</summary>
internal static class ApiFailures
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Whether an exception comes from the Kubernetes API and has an answer here.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsApiFailure(Exception exception) => exception is ApiException or HttpRequestException or TimeoutException;

    /// <summary>
    /// Whether the same request may succeed a little later: the server was not reached, is overloaded or failed. A refusal is for good.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsTransient(Exception exception) => exception switch
    {
        ApiException { Code: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } => true,
        ApiException => false,
        _ => IsApiFailure(exception),
    };

    /// <summary>The answer for a failure.</summary>
    /// <param name="exception">What the API threw.</param>
    public static Refusal ToRefusal(Exception exception) => exception switch
    {
        ApiException { IsNotFound: true } missing => Refusal.NotFound(RefusalReasons.HostUnknown, missing.Message),
        ApiException { IsInvalid: true } or ApiException { Code: HttpStatusCode.BadRequest } =>
            new Refusal(RefusalCode.InvalidArgument, RefusalReasons.HostRefused, $"the Kubernetes API refused the host: {exception.Message}"),
        ApiException { IsForbidden: true } or ApiException { IsUnauthorized: true } =>
            Refusal.Internal(RefusalReasons.ApiForbidden, "the manager has no right to do this in the Kubernetes API, see its log"),
        ApiException { IsConflict: true } => Refusal.Aborted(RefusalReasons.Conflict, "the host changed at the same time, repeat the call"),
        ApiException overloaded => Refusal.Unavailable(RefusalReasons.ApiUnavailable, "the Kubernetes API does not answer now", overloaded.RetryAfter ?? RetryAfter),
        _ => Refusal.Unavailable(RefusalReasons.ApiUnavailable, "the Kubernetes API cannot be reached now", RetryAfter),
    };
}
