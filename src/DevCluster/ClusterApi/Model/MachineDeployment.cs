using System.Text.Json;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>A Cluster API MachineDeployment, as far as the development cluster simulates it.</summary>
[KubernetesEntity(Group = ClusterApiGroup.Name, ApiVersion = ClusterApiGroup.Version, Kind = KubeKind, PluralName = "machinedeployments")]
internal sealed record MachineDeployment : IKubernetesObject<V1ObjectMeta>
{
    public const string KubeKind = "MachineDeployment";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ClusterApiGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What is wanted.</summary>
    public required MachineDeploymentSpec Spec { get; init; }

    /// <summary>What is observed.</summary>
    public MachineDeploymentStatus? Status { get; init; }
}

/// <summary>What is wanted of a MachineDeployment.</summary>
internal sealed record MachineDeploymentSpec
{
    /// <summary>Name of the Cluster.</summary>
    public required string ClusterName { get; init; }

    /// <summary>Machines wanted; 1 when not set.</summary>
    public int? Replicas { get; init; }

    /// <summary>Selects the machines by their labels.</summary>
    public required V1LabelSelector Selector { get; init; }

    /// <summary>What the machines are made of.</summary>
    public required MachineTemplate Template { get; init; }

    /// <summary>Whether the deployment is left as it is.</summary>
    public bool? Paused { get; init; }

    /// <summary>How machines to delete are chosen.</summary>
    public DeletionOrder? Deletion { get; init; }

    /// <summary>How machines are replaced.</summary>
    public Rollout? Rollout { get; init; }
}

/// <summary>What is observed of a MachineDeployment.</summary>
internal sealed record MachineDeploymentStatus
{
    /// <summary>Machines there are.</summary>
    public int Replicas { get; init; }

    /// <summary>Machines that are ready.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>Machines that are available.</summary>
    public int AvailableReplicas { get; init; }

    /// <summary>Machines made from the present template.</summary>
    public int UpToDateReplicas { get; init; }

    /// <summary>Selector of the machines as text, for the scale subresource.</summary>
    public string? Selector { get; init; }

    /// <summary><c>ScalingUp</c>, <c>ScalingDown</c> or <c>Running</c>.</summary>
    public string? Phase { get; init; }

    /// <summary>Generation that the status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
}

/// <summary>How the machines of a MachineDeployment are replaced.</summary>
internal sealed record Rollout
{
    /// <summary>Once this moment has come, machines older than it are replaced.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>In what way.</summary>
    public RolloutStrategy? Strategy { get; init; }
}

/// <summary>In what way machines are replaced.</summary>
internal sealed record RolloutStrategy
{
    /// <summary>Only <c>RollingUpdate</c> is simulated.</summary>
    public string? Type { get; init; }

    /// <summary>How many at a time.</summary>
    public RollingUpdate? RollingUpdate { get; init; }
}

/// <summary>How many machines are replaced at a time.</summary>
internal sealed record RollingUpdate
{
    /// <summary>Machines more than wanted, as a number or a percentage rounded up; 1 when not set.</summary>
    public JsonElement? MaxSurge { get; init; }

    /// <summary>Machines that may be missing, as a number or a percentage rounded down; 0 when not set.</summary>
    public JsonElement? MaxUnavailable { get; init; }
}
