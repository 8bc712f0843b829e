namespace ElementalProvider.Kubernetes.Serialization;

/// <summary>Metadata of a list answer (metav1.ListMeta).</summary>
internal sealed record ListMeta
{
    public string? ResourceVersion { get; init; }

    public string? Continue { get; init; }

    public long? RemainingItemCount { get; init; }
}
