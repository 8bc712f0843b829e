using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>Agents that all register at about the same time.</summary>
internal sealed record RegisterResult : FleetResult
{
    private const double MaxRequestsPerHost = 6;

    public override string Scenario => "register";

    /// <summary>The time over which the agents arrive.</summary>
    public required double ArrivalSeconds { get; init; }

    /// <summary>ElementalHosts that the run left in the namespace.</summary>
    public required int HostsCreated { get; init; }

    public required int HostsInstalled { get; init; }

    public required int HostsReady { get; init; }

    /// <summary>ElementalHosts that no agent of the run speaks for.</summary>
    public required int Orphans { get; init; }

    public required double? RequestsPerHost { get; init; }

    /// <summary>Hosts that became Ready, divided by the time from the first agent's start to the last of them.</summary>
    public required double? HostsPerMinute { get; init; }

    /// <summary>From an agent's start to the answer to its registration.</summary>
    public required Latency? Registered { get; init; }

    /// <summary>From an agent's start to the label installed, as a watcher of the API sees it.</summary>
    public required Latency? Installed { get; init; }

    /// <summary>From an agent's start to condition Ready, as a watcher of the API sees it.</summary>
    public required Latency? Ready { get; init; }

    public override IReadOnlyList<Goal> Goals =>
    [
        new() { Name = "hosts_not_ready", Actual = Agents - HostsReady, AtMost = 0 },
        new() { Name = "orphans", Actual = Orphans, AtMost = 0 },
        new() { Name = "exceeded_deadlines", Actual = Retries.GetValueOrDefault("DeadlineExceeded"), AtMost = 0 },
        new() { Name = "requests_per_host", Actual = RequestsPerHost, AtMost = MaxRequestsPerHost },
    ];
}
