using ElementalProvider.DevCluster.ApiServer.Faults;

namespace ElementalProvider.DevCluster.Control;

/// <summary>What a running development cluster is.</summary>
internal sealed record ClusterStatus
{
    /// <summary>Where the API server listens.</summary>
    public required Uri ApiServer { get; init; }

    public required string Kubeconfig { get; init; }

    /// <summary>Whether the API server lets requests wait.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>How often the manager was started; null where none was asked for.</summary>
    public int? ManagerStarts { get; init; }

    public required IReadOnlyList<MachineStatus> Machines { get; init; }

    public required IReadOnlyList<ActiveFault> Faults { get; init; }
}
