using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>A Cluster API Cluster, as far as this provider reads it.</summary>
public sealed record Cluster : IKubernetesObject<Cluster>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new(ClusterApiGroup.Name, ClusterApiGroup.Version, "Cluster", "clusters");

    /// <inheritdoc/>
    public static JsonTypeInfo<Cluster> JsonTypeInfo => ApiJsonContext.Default.Cluster;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What is wanted.</summary>
    public ClusterSpec? Spec { get; init; }

    /// <summary>What is observed.</summary>
    public ClusterStatus? Status { get; init; }

    /// <inheritdoc/>
    public Cluster WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
