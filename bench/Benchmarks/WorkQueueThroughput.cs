using BenchmarkDotNet.Attributes;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Queue;

namespace ElementalProvider.Benchmarks;

/// <summary>Keys through the work queue.</summary>
[MemoryDiagnoser]
public class WorkQueueThroughput : IDisposable
{
    private const int Keys = 10_000;
    private static readonly ObjectKey[] All = [.. Enumerable.Range(0, Keys).Select(number => new ObjectKey("fleet", $"host-{number}"))];

    private WorkQueue<ObjectKey>? _queue;

    [GlobalSetup]
    public void Setup() => _queue = new WorkQueue<ObjectKey>();

    /// <summary>Ten thousand keys are added, then each is taken and done.</summary>
    [Benchmark(OperationsPerInvoke = Keys)]
    public async Task AddTakeDone()
    {
        foreach (ObjectKey key in All)
            _queue!.Add(key);
        for (int taken = 0; taken < Keys; taken++)
        {
            (_, ObjectKey key) = await _queue!.TakeAsync(CancellationToken.None);
            _queue.Done(key);
        }
    }

    /// <summary>A key that is in the queue already is added again.</summary>
    [Benchmark(OperationsPerInvoke = Keys)]
    public void AddAgain()
    {
        foreach (ObjectKey _ in All)
            _queue!.Add(All[0]);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _queue?.Dispose();
        GC.SuppressFinalize(this);
    }
}
