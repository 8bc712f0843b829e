using ElementalProvider.Api.Meta;

namespace ElementalProvider.DevCluster.ClusterApi.Model;

/// <summary>What is observed of a MachineDeployment.</summary>
internal sealed record MachineDeploymentStatus
{
    /// <summary>Machines there are.</summary>
    public int Replicas { get; init; }

    /// <summary>Machines that are ready.</summary>
    public int ReadyReplicas { get; init; }

    /// <summary>Machines that are available.</summary>
    public int AvailableReplicas { get; init; }

    /// <summary>Machines made from the present template.</summary>
    public int UpToDateReplicas { get; init; }

    /// <summary>Selector of the machines as text, for the scale subresource.</summary>
    public string? Selector { get; init; }

    /// <summary><c>ScalingUp</c>, <c>ScalingDown</c> or <c>Running</c>.</summary>
    public string? Phase { get; init; }

    /// <summary>Generation that the status is about.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
