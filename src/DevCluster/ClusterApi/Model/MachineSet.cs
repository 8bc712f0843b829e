using ElementalProvider.Api.ClusterApi;

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
    public required V1ObjectMeta Metadata { get; set; }

    /// <summary>What is wanted.</summary>
    public required MachineSetSpec Spec { get; init; }

    /// <summary>What is observed.</summary>
    public MachineSetStatus? Status { get; init; }
}
