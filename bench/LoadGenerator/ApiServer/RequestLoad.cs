using System.Collections.Concurrent;
using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.ApiServer;

/// <summary>Makes a number of requests, some of them at the same time.</summary>
/// <param name="concurrency">How many at a time.</param>
/// <param name="clock">The time.</param>
internal sealed class RequestLoad(int concurrency, TimeProvider clock)
{
    /// <summary>Makes the requests 0 to <paramref name="count"/> - 1.</summary>
    /// <returns>What came of those that were answered before the time was up.</returns>
    public async Task<Throughput?> RunAsync(int count, Func<int, CancellationToken, Task> request, CancellationToken cancellationToken)
    {
        var took = new ConcurrentBag<TimeSpan>();
        int next = -1;
        long started = clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Math.Min(concurrency, count)).Select(_ => Task.Run(WorkAsync, cancellationToken)));
        return Throughput.Of(took, clock.GetElapsedTime(started));

        async Task WorkAsync()
        {
            for (int index = Interlocked.Increment(ref next); index < count; index = Interlocked.Increment(ref next))
            {
                long sent = clock.GetTimestamp();
                await request(index, cancellationToken);
                took.Add(clock.GetElapsedTime(sent));
            }
        }
    }
}
