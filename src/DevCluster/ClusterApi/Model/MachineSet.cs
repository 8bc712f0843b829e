using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>A Cluster API MachineSet, as far as the development cluster simulates it.</summary>
[KubernetesEntity(Group = ClusterApiGroup.Name, ApiVersion = ClusterApiGroup.Version, Kind = KubeKind, PluralName = "machinesets")]
internal sealed record MachineSet : IKubernetesObject<V1ObjectMeta>
{
    public const string KubeKind = "MachineSet";

    /// <inheritdoc/>
    public string ApiVersion { get; set; } = ClusterApiGroup.ApiVersion;

    /// <inheritdoc/>
    public string Kind { get; set; } = KubeKind;

    /// <inheritdoc/>
    public V1ObjectMeta Metadata { get; set; } = null!;

    /// <summary>What is wanted.</summary>
    public required MachineSetSpec Spec { get; init; }

    /// <summary>What is observed.</summary>
    public MachineSetStatus? Status { get; init; }
}

/// <summary>What is wanted of a MachineSet.</summary>
internal sealed record MachineSetSpec
{
    /// <summary>Name of the Cluster.</summary>
    public required string ClusterName { get; init; }

    /// <summary>Machines wanted; 1 when not set.</summary>
    public int? Replicas { get; init; }

    /// <summary>Selects the machines by their labels.</summary>
    public required V1LabelSelector Selector { get; init; }

    /// <summary>What the machines are made of.</summary>
    public required MachineTemplate Template { get; init; }

    /// <summary>How machines to delete are chosen.</summary>
    public DeletionOrder? Deletion { get; init; }
}

/// <summary>What is observed of a MachineSet.</summary>
internal sealed record MachineSetStatus
{
    /// <summary>Machines there are, those that are being deleted among them.</summary>
    public int Replicas { get; init; }

    /// <summary>Machines that are ready.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>Machines that are available.</summary>
    public int AvailableReplicas { get; init; }

    /// <summary>Machines made from the template of the MachineDeployment as it is now.</summary>
    public int UpToDateReplicas { get; init; }

    /// <summary>Selector of the machines as text, for the scale subresource.</summary>
    public string? Selector { get; init; }

    /// <summary>Generation that the status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
}

/// <summary>What machines are made of.</summary>
internal sealed record MachineTemplate
{
    /// <summary>Labels and annotations of the machines.</summary>
    public TemplateMeta? Metadata { get; init; }

    /// <summary>What is wanted of each machine; its infrastructureRef names a template.</summary>
    public required MachineSpec Spec { get; init; }
}

/// <summary>How machines to delete are chosen.</summary>
internal sealed record DeletionOrder
{
    /// <summary><c>Random</c> (also when not set; by name, so that it can be foreseen), <c>Newest</c> or <c>Oldest</c>.</summary>
    public string? Order { get; init; }
}
