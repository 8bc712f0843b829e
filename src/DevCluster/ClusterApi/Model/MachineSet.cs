using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>A Cluster API MachineSet, as far as the development cluster simulates it.</summary>
internal sealed record MachineSet : IKubernetesObject<MachineSet>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new(ClusterApiGroup.Name, ClusterApiGroup.Version, "MachineSet", "machinesets");

    /// <inheritdoc/>
    public static JsonTypeInfo<MachineSet> JsonTypeInfo => ClusterApiJsonContext.Default.MachineSet;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What is wanted.</summary>
    public required MachineSetSpec Spec { get; init; }

    /// <summary>What is observed.</summary>
    public MachineSetStatus? Status { get; init; }

    /// <inheritdoc/>
    public MachineSet WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
