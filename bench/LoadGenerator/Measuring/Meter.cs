using ElementalProvider.LoadGenerator.Cluster;

namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>Reads what a time cost: requests to the API server, CPU and memory of the manager.</summary>
internal sealed class Meter
{
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(30);

    private readonly ManagementCluster _cluster;
    private readonly int? _managerProcess;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyDictionary<RequestSeries, long>? _before;
    private readonly IReadOnlyDictionary<RequestSeries, long> _ownBefore;
    private readonly ProcessUsage? _usageBefore;
    private readonly long _started;

    private Meter(ManagementCluster cluster, int? managerProcess, TimeProvider clock, IReadOnlyDictionary<RequestSeries, long>? before)
    {
        _cluster = cluster;
        _managerProcess = managerProcess;
        _clock = clock;
        _before = before;
        _ownBefore = cluster.OwnRequests;
        _usageBefore = ProcessUsage.Of(managerProcess);
        _started = clock.GetTimestamp();
    }

    /// <summary>Begins to measure.</summary>
    /// <param name="cluster">Whose requests count.</param>
    /// <param name="managerProcess">Process of the manager, where it runs on this machine.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Meter> StartAsync(ManagementCluster cluster, int? managerProcess, TimeProvider clock, CancellationToken cancellationToken) =>
        new(cluster, managerProcess, clock, await cluster.ReadRequestsAsync(cancellationToken));

    /// <summary>What was used since the start.</summary>
    public async Task<Measurement> ReadAsync(CancellationToken cancellationToken) => new()
    {
        ElapsedSeconds = Math.Round(_clock.GetElapsedTime(_started).TotalSeconds, 2),
        Requests = await RequestsAsync(cancellationToken),
        Manager = ProcessUsage.Of(_managerProcess)?.Since(_usageBefore),
    };

    /// <summary>Waits until the fleet's requests have ceased, so that late ones are counted too, and reads.</summary>
    public async Task<Measurement> ReadWhenQuietAsync(CancellationToken cancellationToken)
    {
        long started = _clock.GetTimestamp();
        long changed = started;
        long? known = null;
        while (_clock.GetElapsedTime(changed) < QuietFor && _clock.GetElapsedTime(started) < GiveUpAfter)
        {
            await Task.Delay(PollEvery, _clock, cancellationToken);
            long? now = await RequestsAsync(cancellationToken) is { } requests ? RequestWindow.CausedByFleet(requests) : null;
            if (now != known)
                (known, changed) = (now, _clock.GetTimestamp());
        }

        return await ReadAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<RequestCount>?> RequestsAsync(CancellationToken cancellationToken)
    {
        if (_before is null || await _cluster.ReadRequestsAsync(cancellationToken) is not { } after)
            return null;

        IReadOnlyDictionary<RequestSeries, long> ownNow = _cluster.OwnRequests;
        return RequestWindow.Between(_before, after, ownNow.ToDictionary(own => own.Key, own => own.Value - _ownBefore.GetValueOrDefault(own.Key, 0)));
    }
}
