using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>What is observed of a Cluster.</summary>
public sealed record ClusterStatus
{
    /// <summary>Observations of the first provisioning.</summary>
    public ClusterInitialization? Initialization { get; init; }

    /// <summary>Pending, Provisioning, Provisioned, Deleting …</summary>
    public string? Phase { get; init; }

    /// <summary>Machines of the control plane.</summary>
    public ReplicaCounts? ControlPlane { get; init; }

    /// <summary>Machines that are workers.</summary>
    public ReplicaCounts? Workers { get; init; }

    /// <summary>Generation of the Cluster that the status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
