namespace ElementalProvider.Kubernetes.Core;

/// <summary>One condition of a node (core/v1 NodeCondition, which has a heartbeat and no observed generation).</summary>
public sealed record NodeCondition
{
    /// <summary>Type of the condition, such as <c>Ready</c>.</summary>
    public required string Type { get; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When the kubelet last reported it.</summary>
    public DateTimeOffset? LastHeartbeatTime { get; init; }

    /// <summary>When the status last changed.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    /// <summary>Machine-readable cause.</summary>
    public string? Reason { get; init; }

    /// <summary>Details for a person.</summary>
    public string? Message { get; init; }
}
