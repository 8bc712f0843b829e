using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>What an API server does on its own: single requests, and events to many watchers.</summary>
internal sealed record ApiResult : ScenarioResult
{
    private const double MinCreatesPerSecond = 5000;
    private const double MinGetsPerSecond = 20_000;

    public override string Scenario => "api";

    public required int Objects { get; init; }

    public required int Watchers { get; init; }

    public required Throughput? Create { get; init; }

    public required Throughput? Get { get; init; }

    /// <summary>Lists of all objects at once.</summary>
    public required Throughput? List { get; init; }

    public required Throughput? MergePatch { get; init; }

    /// <summary>Server-side applies.</summary>
    public required Throughput? Apply { get; init; }

    /// <summary>From the answer to a write to its event at each watcher; the next write follows when all have it.</summary>
    public required Latency? FanOut { get; init; }

    /// <summary>Changes of the burst, made as fast as the server answers.</summary>
    public required int BurstChanges { get; init; }

    /// <summary>Events that reached watchers, divided by the time from the first write of the burst to the last event.</summary>
    public required double? BurstEventsPerSecond { get; init; }

    /// <summary>From the answer to a write of the burst to its event at each watcher: how far watchers fall behind.</summary>
    public required Latency? BurstFanOut { get; init; }

    /// <summary>Events that did not reach a watcher in time.</summary>
    public required long EventsMissed { get; init; }

    /// <summary>Memory of the server before the first request; null where its process is not known.</summary>
    public required double? RssBeforeMib { get; init; }

    /// <summary>… with all objects, before the watchers.</summary>
    public required double? RssObjectsMib { get; init; }

    /// <summary>… with all watchers, after the burst.</summary>
    public required double? RssWatchersMib { get; init; }

    /// <summary>… at its peak.</summary>
    public required double? RssPeakMib { get; init; }

    /// <summary>CPU of the server over the whole run.</summary>
    public required double? ServerCpuSeconds { get; init; }

    public override IReadOnlyList<Goal> Goals =>
    [
        new() { Name = "create.per_second", Actual = Create?.PerSecond, AtLeast = MinCreatesPerSecond },
        new() { Name = "get.per_second", Actual = Get?.PerSecond, AtLeast = MinGetsPerSecond },
        new() { Name = "events_missed", Actual = EventsMissed, AtMost = 0 },
    ];
}
