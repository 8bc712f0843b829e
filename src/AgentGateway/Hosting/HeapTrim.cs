namespace ElementalProvider.AgentGateway.Hosting;

/// <summary>
/// Gives memory back after a rush of connections. What a thousand handshakes and registrations leave behind would be collected when as much
/// again was needed, and a fleet that is idle needs nothing: for as long as it is, the process would keep twice what its streams hold.
/// </summary>
internal sealed class HeapTrim : IDisposable
{
    /// <summary>Streams opened since the last time that make it worth the while; below that the heap has not grown.</summary>
    public const int Rush = 100;

    /// <summary>How long nobody must have connected: a collection stops the process for about a tenth of a second.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private readonly Action _collect;
    private readonly ITimer _timer;
    private int _opened;

    /// <summary>Waits for a rush.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="collect">Gives memory back.</param>
    public HeapTrim(TimeProvider clock, Action collect)
    {
        _collect = collect;
        _timer = clock.CreateTimer(_ => Trim(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Collects everything there is to collect, and hands it to the system.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>A stream was opened.</summary>
    public void StreamOpened()
    {
        if (Interlocked.Increment(ref _opened) >= Rush)
            _timer.Change(Quiet, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Trim()
    {
        Interlocked.Exchange(ref _opened, 0);
        _collect();
    }
}
