using Grpc.Core;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>Exponential back-off with full jitter; a server that says when to come back is believed.</summary>
internal static class Backoff
{
    private const string RetryAfterTrailer = "retry-after";
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait before trying again.</summary>
    /// <param name="failures">Failures in a row, from 1.</param>
    /// <param name="failure">The last one, where there was one.</param>
    /// <param name="random">A number from 0 to 1.</param>
    public static TimeSpan Delay(int failures, RpcException? failure, double random)
    {
        TimeSpan ceiling = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, failures - 1)));
        return RetryAfter(failure) + (ceiling * random);
    }

    private static TimeSpan RetryAfter(RpcException? failure) =>
        int.TryParse(failure?.Trailers.GetValue(RetryAfterTrailer), out int seconds) && seconds > 0
            ? TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds))
            : TimeSpan.Zero;
}
