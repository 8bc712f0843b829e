namespace ElementalProvider.Api.Meta;

/// <summary>Says which object owns this one (metav1.OwnerReference). The owner is in the same namespace or cluster-scoped.</summary>
public sealed record OwnerReference
{
    /// <summary>API group and version of the owner.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Kind of the owner.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the owner.</summary>
    public required string Name { get; init; }

    /// <summary>UID of the owner.</summary>
    public required string Uid { get; init; }

    /// <summary>Whether the owner is the managing controller; at most one reference says so.</summary>
    public bool? Controller { get; init; }

    /// <summary>Whether the owner waits for this object in a foreground deletion.</summary>
    public bool? BlockOwnerDeletion { get; init; }
}
