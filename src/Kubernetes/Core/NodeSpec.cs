namespace ElementalProvider.Kubernetes.Core;

/// <summary>What is wanted of a node.</summary>
public sealed record NodeSpec
{
    /// <summary>Identity of the node at its provider, <c>scheme://...</c>; immutable once set.</summary>
    public string? ProviderID { get; init; }

    /// <summary>Whether new pods are kept away (cordoned).</summary>
    public bool? Unschedulable { get; init; }

    /// <summary>Taints that pods must tolerate.</summary>
    public IReadOnlyList<Taint>? Taints { get; init; }
}
