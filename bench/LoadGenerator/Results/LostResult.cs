using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>A fleet that goes away, until every host is said to be lost; and one that comes back, until none is.</summary>
internal sealed record LostResult : FleetResult
{
    public override string Scenario => "lost";

    /// <summary>Whether the replica was killed that the hosts were connected to; otherwise the hosts themselves went away.</summary>
    public required bool ReplicaKilled { get; init; }

    public required int Lost { get; init; }

    /// <summary>Requests until all were said to be lost, by host; that of the cost.</summary>
    public required double? RequestsPerHost { get; init; }

    /// <summary>From the end of the connections until a host was said to be lost.</summary>
    public required Latency? UntilLost { get; init; }

    /// <summary>Hosts that came back; null where the replica that they would come back to is gone.</summary>
    public int? Found { get; init; }

    public double? RequestsPerFoundHost { get; init; }

    /// <summary>From the first attempt of a host to come back until it was said to be connected.</summary>
    public Latency? UntilFound { get; init; }

    public override IReadOnlyList<Goal> Goals =>
    [
        new() { Name = "hosts_not_lost", Actual = Agents - Lost, AtMost = 0 },
        new() { Name = "requests_per_host", Actual = RequestsPerHost, AtMost = 1.1 },
        new() { Name = "hosts_not_found", Actual = Found is { } found ? Agents - found : 0, AtMost = 0 },
    ];
}
