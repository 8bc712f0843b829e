using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>A Cluster API Machine, as far as this provider reads it.</summary>
public sealed record Machine : IKubernetesObject<Machine>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new(ClusterApiGroup.Name, ClusterApiGroup.Version, "Machine", "machines");

    /// <inheritdoc/>
    public static JsonTypeInfo<Machine> JsonTypeInfo => ApiJsonContext.Default.Machine;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What is wanted.</summary>
    public MachineSpec? Spec { get; init; }

    /// <summary>What is observed.</summary>
    public MachineStatus? Status { get; init; }

    /// <inheritdoc/>
    public Machine WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
