using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Serialization;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>A scope for names (core/v1 Namespace).</summary>
public sealed record Namespace : IKubernetesObject<Namespace>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new("", "v1", "Namespace", "namespaces", Namespaced: false);

    /// <inheritdoc/>
    public static JsonTypeInfo<Namespace> JsonTypeInfo => KubernetesJsonContext.Default.Namespace;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What is observed of it.</summary>
    public NamespaceStatus? Status { get; init; }

    /// <inheritdoc/>
    public Namespace WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
