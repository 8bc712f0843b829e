using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Serialization;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>An identity for processes (core/v1 ServiceAccount).</summary>
public sealed record ServiceAccount : IKubernetesObject<ServiceAccount>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new("", "v1", "ServiceAccount", "serviceaccounts");

    /// <inheritdoc/>
    public static JsonTypeInfo<ServiceAccount> JsonTypeInfo => KubernetesJsonContext.Default.ServiceAccount;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>Secrets that pods of this account may use.</summary>
    public IReadOnlyList<ObjectReference>? Secrets { get; init; }

    /// <summary>Whether pods get a token of this account mounted.</summary>
    public bool? AutomountServiceAccountToken { get; init; }

    /// <inheritdoc/>
    public ServiceAccount WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
