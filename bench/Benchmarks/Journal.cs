using System.Diagnostics;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Persistence;
using ElementalProvider.DevCluster.ApiServer.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.Benchmarks;

/// <summary>What it costs the development API server's store to keep its commits in a folder; one JSON object a line.</summary>
internal static class Journal
{
    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(3);

    /// <summary>Lets more and more writers change an object each for a while.</summary>
    /// <param name="folder">A folder on the disk in question; files in it are made and removed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<int> RunAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (int writers in (int[])[1, 8, 64, 512])
        {
            await MeasureAsync(folder, writers, waits: true, cancellationToken);
            await MeasureAsync(folder, writers, waits: false, cancellationToken);
        }

        return 0;
    }

    private static async Task MeasureAsync(string parent, int writers, bool waits, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(parent, $"journal-{Guid.NewGuid():N}");
        int flushes = 0;
        try
        {
            ObjectStore store = new(maximumEvents: 10_000, maximumEventBytes: 64 * 1024 * 1024);
            await using DataDirectory data = DataDirectory.Open(folder, long.MaxValue, NullLogger.Instance, file =>
            {
                flushes++;
                RandomAccess.FlushToDisk(file);
            });
            data.Recover(store);
            using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            over.CancelAfter(Observed);
            long begun = Stopwatch.GetTimestamp();
            long written = (await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(store, writer, waits, over.Token), cancellationToken)))).Sum();
            double seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            Console.WriteLine(
                $$"""{"measure":"journal","writers":{{writers}},"waits_for_the_disk":{{(waits ? "true" : "false")}},"object_bytes":{{SampleHosts.Json(1).Length}},"writes_per_s":{{written / seconds:F0}},"flushes_per_s":{{flushes / seconds:F0}}}""");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long> WriteAsync(ObjectStore store, int writer, bool waits, CancellationToken cancellationToken)
    {
        StoreKey key = new("hosts", "default", $"host-{writer}");
        StoredObject candidate = new(key, JsonNode.Parse(SampleHosts.Json(writer))!.AsObject(), 0, new Dictionary<string, string>(StringComparer.Ordinal));
        StoredObject? current = null;
        long count = 0;
        for (; !cancellationToken.IsCancellationRequested; count++)
        {
            current = store.TryPut(current, candidate);
            if (waits)
                await store.WhenKeptAsync(current!.ResourceVersion);
        }

        return count;
    }
}
