using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>A fleet that loses every connection at once and is back soon after.</summary>
internal sealed record ReconnectResult : FleetResult
{
    public override string Scenario => "reconnect";

    /// <summary>The time over which the agents come back.</summary>
    public required double ArrivalSeconds { get; init; }

    public required int Reconnected { get; init; }

    public required double? RequestsPerHost { get; init; }

    /// <summary>From an agent's first attempt to the first directive on its new stream.</summary>
    public required Latency? Served { get; init; }

    public override IReadOnlyList<Goal> Goals =>
    [
        new() { Name = "agents_not_back", Actual = Agents - Reconnected, AtMost = 0 },
        new() { Name = "failed_attempts", Actual = Retries.Values.Sum(), AtMost = 0 },
    ];
}
