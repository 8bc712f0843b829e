using System.Net;
using ElementalProvider.Kubernetes;
using Grpc.Core;

namespace ElementalProvider.AgentGateway;

/// <summary>What an agent is told when the Kubernetes API does not do what the gateway asked for.</summary>
internal static class ApiFailures
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Whether an exception comes from the Kubernetes API and has an answer here.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsApiFailure(Exception exception) => exception is KubernetesException or HttpRequestException or TimeoutException;

    /// <summary>
    /// Whether the same request may succeed a little later: the server was not reached, is overloaded or failed. A refusal is for good.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsTransient(Exception exception) => exception switch
    {
        KubernetesException { Code: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } => true,
        KubernetesException => false,
        _ => IsApiFailure(exception),
    };

    /// <summary>The answer for a failure.</summary>
    /// <param name="exception">What the API threw.</param>
    public static RpcException ToRefusal(Exception exception) => exception switch
    {
        KubernetesException { IsNotFound: true } missing => Refusal.NotFound(missing.Message),
        KubernetesException { IsInvalid: true } or KubernetesException { Code: HttpStatusCode.BadRequest } =>
            Refusal.InvalidArgument($"the Kubernetes API refused the host: {exception.Message}"),
        KubernetesException { IsForbidden: true } or KubernetesException { IsUnauthorized: true } =>
            Refusal.Internal("the manager has no right to do this in the Kubernetes API, see its log"),
        KubernetesException { IsConflict: true } => Refusal.Aborted("the host changed at the same time, repeat the call"),
        KubernetesException overloaded => Refusal.Unavailable("the Kubernetes API does not answer now", overloaded.RetryAfter ?? RetryAfter),
        _ => Refusal.Unavailable("the Kubernetes API cannot be reached now", RetryAfter),
    };
}
