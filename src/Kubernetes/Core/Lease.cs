using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Serialization;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>A lock with a time limit (coordination.k8s.io/v1 Lease).</summary>
public sealed record Lease : IKubernetesObject<Lease>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new("coordination.k8s.io", "v1", "Lease", "leases");

    /// <inheritdoc/>
    public static JsonTypeInfo<Lease> JsonTypeInfo => KubernetesJsonContext.Default.Lease;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Who holds it.</summary>
    public LeaseSpec? Spec { get; init; }

    /// <inheritdoc/>
    public Lease WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
