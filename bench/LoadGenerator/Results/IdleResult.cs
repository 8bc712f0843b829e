namespace ElementalProvider.LoadGenerator.Results;

/// <summary>A connected fleet that has nothing to do.</summary>
internal sealed record IdleResult : FleetResult
{
    public override string Scenario => "idle";

    public required double WindowSeconds { get; init; }

    /// <summary>Requests to the API server within the window, leader election and the ends of watches left out.</summary>
    public required double? RequestsInWindow { get; init; }

    /// <summary>CPU of the manager, 100 being one core; null where its process is not known.</summary>
    public required double? ManagerCpuPercent { get; init; }

    public override IReadOnlyList<Goal> Goals =>
    [
        new() { Name = "requests_in_window", Actual = RequestsInWindow, AtMost = 0 },
        new() { Name = "streams_lost", Actual = StreamsLost, AtMost = 0 },
    ];
}
