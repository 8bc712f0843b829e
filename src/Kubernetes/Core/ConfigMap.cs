using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Serialization;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>Configuration data (core/v1 ConfigMap).</summary>
public sealed record ConfigMap : IKubernetesObject<ConfigMap>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new("", "v1", "ConfigMap", "configmaps");

    /// <inheritdoc/>
    public static JsonTypeInfo<ConfigMap> JsonTypeInfo => KubernetesJsonContext.Default.ConfigMap;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>The data by key.</summary>
    public IReadOnlyDictionary<string, string>? Data { get; init; }

    /// <summary>Data that is no UTF-8 text, by key; base64 on the wire.</summary>
    public IReadOnlyDictionary<string, byte[]>? BinaryData { get; init; }

    /// <summary>Whether the data may no longer change.</summary>
    public bool? Immutable { get; init; }

    /// <inheritdoc/>
    public ConfigMap WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
