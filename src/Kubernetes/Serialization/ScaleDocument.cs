using ElementalProvider.Api.Meta;

namespace ElementalProvider.Kubernetes.Serialization;

/// <summary>The scale subresource as it travels (autoscaling/v1 Scale).</summary>
internal sealed record ScaleDocument
{
    public ObjectMeta? Metadata { get; init; }

    public ScaleReplicas? Spec { get; init; }

    public ScaleReplicas? Status { get; init; }

    public Scale ToScale() => new(Spec?.Replicas ?? 0, Status?.Replicas ?? 0, Metadata?.ResourceVersion);

    internal sealed record ScaleReplicas
    {
        public int? Replicas { get; init; }
    }
}
