using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Serialization;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>A kind that users added to the API (apiextensions.k8s.io/v1). Only what a controller looks at is typed.</summary>
public sealed record CustomResourceDefinition : IKubernetesObject<CustomResourceDefinition>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Namespaced: false);

    /// <inheritdoc/>
    public static JsonTypeInfo<CustomResourceDefinition> JsonTypeInfo => KubernetesJsonContext.Default.CustomResourceDefinition;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>The definition, as the server has it.</summary>
    public JsonElement Spec { get; init; }

    /// <summary>What is observed of it.</summary>
    public CustomResourceDefinitionStatus? Status { get; init; }

    /// <inheritdoc/>
    public CustomResourceDefinition WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
