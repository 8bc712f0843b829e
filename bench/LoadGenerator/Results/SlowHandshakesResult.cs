using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>Agents that arrive while strangers hold connections without finishing a handshake.</summary>
internal sealed record SlowHandshakesResult : FleetResult
{
    private const double MostMilliseconds = 1000;

    public override string Scenario => "slow-handshakes";

    /// <summary>The time over which the agents arrive.</summary>
    public required double ArrivalSeconds { get; init; }

    /// <summary>Connections of strangers a second that were meant.</summary>
    public required int StrangersPerSecond { get; init; }

    /// <summary>Addresses that they came from.</summary>
    public required int StrangersAddresses { get; init; }

    /// <summary>Those that were made.</summary>
    public required int Strangers { get; init; }

    /// <summary>Those that the server ended.</summary>
    public required int StrangersDropped { get; init; }

    /// <summary>The most that were open at a time.</summary>
    public required int StrangersHeld { get; init; }

    /// <summary>From an agent's start to the answer to its registration, on a connection of its own.</summary>
    public required Latency? Registered { get; init; }

    public override IReadOnlyList<Goal> Goals =>
    [
        new() { Name = "agents_kept_out", Actual = Agents - (Registered?.Count ?? 0), AtMost = 0 },
        new() { Name = "registered.p99_ms", Actual = Registered?.P99Ms, AtMost = MostMilliseconds },
    ];
}
