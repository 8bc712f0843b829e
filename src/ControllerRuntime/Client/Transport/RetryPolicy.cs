using System.Net;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.ControllerRuntime.Client.Transport;

/// <summary>When a refused request is sent again by the client itself.</summary>
internal static class RetryPolicy
{
    private const double Spread = 0.5;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long to wait before the next attempt, or null if the refusal is final. 429 and 503 mean that the request was not carried out;
    /// for other server errors only the server knows, and it says so with Retry-After.
    /// </summary>
    /// <param name="refusal">What the server said.</param>
    /// <param name="attempt">Number of the attempt that was refused, from 1.</param>
    /// <param name="options">The longest wait, and how it is spread.</param>
    public static TimeSpan? DelayBefore(ApiException refusal, int attempt, KubernetesClientOptions options)
    {
        bool overloaded = refusal.Code is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        bool invited = refusal.RetryAfter is not null && (int)refusal.Code >= 500;
        if (!overloaded && !invited)
            return null;

        TimeSpan delay = refusal.RetryAfter is { } asked
            ? (asked < options.MaxRetryDelay ? asked : options.MaxRetryDelay)
            : new Backoff(FirstDelay, options.MaxRetryDelay).After(attempt);

        // Never sooner than asked for; a thousand requests that were refused together must not come back together.
        return delay * (1 + (Spread * options.Jitter()));
    }
}
