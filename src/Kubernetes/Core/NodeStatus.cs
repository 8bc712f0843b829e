namespace ElementalProvider.Kubernetes.Core;

/// <summary>What is observed of a node.</summary>
public sealed record NodeStatus
{
    /// <summary>Addresses under which the node is reached.</summary>
    public IReadOnlyList<NodeAddress>? Addresses { get; init; }

    /// <summary>Conditions that the kubelet reports.</summary>
    public IReadOnlyList<NodeCondition>? Conditions { get; init; }

    /// <summary>Identity and versions of the node.</summary>
    public NodeSystemInfo? NodeInfo { get; init; }
}
