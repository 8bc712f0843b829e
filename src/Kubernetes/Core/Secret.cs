using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Serialization;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>Sensitive data (core/v1 Secret). Its text form names the object and never shows the data.</summary>
public sealed record Secret : IKubernetesObject<Secret>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new("", "v1", "Secret", "secrets");

    /// <inheritdoc/>
    public static JsonTypeInfo<Secret> JsonTypeInfo => KubernetesJsonContext.Default.Secret;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>The type of the secret, such as <c>Opaque</c> or <c>cluster.x-k8s.io/secret</c>; immutable once created.</summary>
    public string? Type { get; init; }

    /// <summary>The data by key; base64 on the wire.</summary>
    public IReadOnlyDictionary<string, byte[]>? Data { get; init; }

    /// <summary>Write-only text that the server merges into <see cref="Data"/>; never set on what the server returns.</summary>
    public IReadOnlyDictionary<string, string>? StringData { get; init; }

    /// <summary>Whether the data may no longer change.</summary>
    public bool? Immutable { get; init; }

    /// <inheritdoc/>
    public Secret WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };

    /// <inheritdoc/>
    public override string ToString() => $"Secret {Metadata.Namespace}/{Metadata.Name}";
}
