using ElementalProvider.Api.ClusterApi;

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
    public required V1ObjectMeta Metadata { get; set; }

    /// <summary>What is wanted.</summary>
    public required MachineDeploymentSpec Spec { get; init; }

    /// <summary>What is observed.</summary>
    public MachineDeploymentStatus? Status { get; init; }
}
