using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>A Cluster API Cluster, as far as this provider reads it.</summary>
[KubernetesEntity(Group = ClusterApiGroup.Name, ApiVersion = ClusterApiGroup.Version, Kind = Cluster.KubeKind, PluralName = "clusters")]
public sealed record Cluster : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Name of the kind.</summary>
    public const string KubeKind = "Cluster";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ClusterApiGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What is wanted.</summary>
    public ClusterSpec? Spec { get; init; }

    /// <summary>What is observed.</summary>
    public ClusterStatus? Status { get; init; }
}

/// <summary>What is wanted of a Cluster.</summary>
public sealed record ClusterSpec
{
    /// <summary>Whether reconciliation of the cluster and all it holds is held back.</summary>
    public bool? Paused { get; init; }

    /// <summary>Where the API server of the cluster answers.</summary>
    public ApiEndpoint? ControlPlaneEndpoint { get; init; }

    /// <summary>The infrastructure of the cluster.</summary>
    public ContractReference? InfrastructureRef { get; init; }

    /// <summary>The control plane provider's object, if there is one.</summary>
    public ContractReference? ControlPlaneRef { get; init; }
}

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

/// <summary>Observations of the first provisioning of a Cluster.</summary>
public sealed record ClusterInitialization
{
    /// <summary>The infrastructure is ready for machines.</summary>
    public bool? InfrastructureProvisioned { get; init; }

    /// <summary>The control plane accepts requests.</summary>
    public bool? ControlPlaneInitialized { get; init; }
}

/// <summary>How many machines of a part of a Cluster are in what state.</summary>
public sealed record ReplicaCounts
{
    /// <summary>Machines wanted.</summary>
    public int? DesiredReplicas { get; init; }

    /// <summary>Machines there are.</summary>
    public int? Replicas { get; init; }

    /// <summary>Machines that are ready.</summary>
    public int? ReadyReplicas { get; init; }

    /// <summary>Machines that are available.</summary>
    public int? AvailableReplicas { get; init; }

    /// <summary>Machines made from the present template.</summary>
    public int? UpToDateReplicas { get; init; }
}
