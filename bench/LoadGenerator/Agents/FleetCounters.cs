using System.Collections.Concurrent;
using Grpc.Core;

namespace ElementalProvider.LoadGenerator.Agents;

/// <summary>What went wrong in a fleet, counted. Every failure is retried, so a failure is not yet an error.</summary>
internal sealed class FleetCounters
{
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private int _streamsLost;

    /// <summary>Failed attempts by gRPC status, each followed by another attempt.</summary>
    public IReadOnlyDictionary<string, int> Retries => new SortedDictionary<string, int>(_failures, StringComparer.Ordinal);

    /// <summary>Streams that ended though nobody on this side ended them.</summary>
    public int StreamsLost => Volatile.Read(ref _streamsLost);

    /// <summary>The retries that came after an earlier reading.</summary>
    public IReadOnlyDictionary<string, int> RetriesSince(IReadOnlyDictionary<string, int> earlier) =>
        Retries.Where(retry => retry.Value > earlier.GetValueOrDefault(retry.Key))
            .ToDictionary(retry => retry.Key, retry => retry.Value - earlier.GetValueOrDefault(retry.Key), StringComparer.Ordinal);

    public void Failed(StatusCode status) => _failures.AddOrUpdate(status.ToString(), 1, static (_, count) => count + 1);

    public void StreamLost() => Interlocked.Increment(ref _streamsLost);
}
