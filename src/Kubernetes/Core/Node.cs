using System.Text.Json.Serialization.Metadata;
using ElementalProvider.Api.Meta;
using ElementalProvider.Kubernetes.Serialization;

namespace ElementalProvider.Kubernetes.Core;

/// <summary>A machine that runs pods (core/v1 Node).</summary>
public sealed record Node : IKubernetesObject<Node>
{
    /// <inheritdoc/>
    public static ResourceType ResourceType { get; } = new("", "v1", "Node", "nodes", Namespaced: false);

    /// <inheritdoc/>
    public static JsonTypeInfo<Node> JsonTypeInfo => KubernetesJsonContext.Default.Node;

    /// <inheritdoc/>
    public string? ApiVersion => ResourceType.ApiVersion;

    /// <inheritdoc/>
    public string? Kind => ResourceType.Kind;

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What is wanted of it.</summary>
    public NodeSpec? Spec { get; init; }

    /// <summary>What is observed of it.</summary>
    public NodeStatus? Status { get; init; }

    /// <inheritdoc/>
    public Node WithMetadata(ObjectMeta metadata) => this with { Metadata = metadata };
}
