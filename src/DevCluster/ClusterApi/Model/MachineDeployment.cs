using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>A Cluster API MachineDeployment, as far as the development cluster simulates it.</summary>
internal sealed record MachineDeployment : IKubernetesObject<MachineDeployment>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new(ClusterApiGroup.Name, ClusterApiGroup.Version, "MachineDeployment", "machinedeployments");

    /// <inheritdoc/>
    public static JsonTypeInfo<MachineDeployment> JsonTypeInfo => ClusterApiJsonContext.Default.MachineDeployment;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What is wanted.</summary>
    public required MachineDeploymentSpec Spec { get; init; }

    /// <summary>What is observed.</summary>
    public MachineDeploymentStatus? Status { get; init; }

    /// <inheritdoc/>
    public MachineDeployment WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
