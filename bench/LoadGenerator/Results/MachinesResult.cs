using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>ElementalMachines of a ready Cluster, from created to provisioned and from deleted to gone.</summary>
internal sealed record MachinesResult : FleetResult
{
    private const double MaxRequestsPerMachine = 8;

    public override string Scenario => "machines";

    public required int Machines { get; init; }

    public required int Provisioned { get; init; }

    /// <summary>Hosts that more than one machine names.</summary>
    public required int DoubleClaims { get; init; }

    public required double? RequestsPerMachine { get; init; }

    /// <summary>Requests to the API server of the cluster that the machines join.</summary>
    public required double WorkloadRequestsPerMachine { get; init; }

    /// <summary>From the first machine created to the last one provisioned.</summary>
    public required double? AllProvisionedSeconds { get; init; }

    /// <summary>From a machine's creation to its hostRef, as a watcher of the API sees it.</summary>
    public required Latency? Claimed { get; init; }

    /// <summary>From a machine's creation to status.initialization.provisioned, as a watcher of the API sees it.</summary>
    public required Latency? ProvisionedLatency { get; init; }

    /// <summary>Hosts that were wiped and gone after their machine was deleted.</summary>
    public required int Reset { get; init; }

    public required double? RequestsPerDeletion { get; init; }

    /// <summary>From the first machine deleted to the last host gone.</summary>
    public required double? AllResetSeconds { get; init; }

    /// <summary>What the deletion cost.</summary>
    public required Measurement DeletionCost { get; init; }

    public override IReadOnlyList<Goal> Goals =>
    [
        new() { Name = "machines_not_provisioned", Actual = Machines - Provisioned, AtMost = 0 },
        new() { Name = "double_claims", Actual = DoubleClaims, AtMost = 0 },
        new() { Name = "requests_per_machine", Actual = RequestsPerMachine, AtMost = MaxRequestsPerMachine },
        new() { Name = "hosts_not_reset", Actual = Machines - Reset, AtMost = 0 },
    ];
}
