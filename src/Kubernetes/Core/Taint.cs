namespace ElementalProvider.Kubernetes.Core;

/// <summary>Keeps pods off a node unless they tolerate it.</summary>
public sealed record Taint
{
    /// <summary>Key of the taint.</summary>
    public required string Key { get; init; }

    /// <summary>Value of the taint.</summary>
    public string? Value { get; init; }

    /// <summary><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>.</summary>
    public required string Effect { get; init; }

    /// <summary>When the taint was added, for <c>NoExecute</c>.</summary>
    public DateTimeOffset? TimeAdded { get; init; }
}
