namespace ElementalProvider.Api.ClusterApi;

/// <summary>How many machines of a part of a Cluster are in what state.</summary>
public sealed record ReplicaCounts
{
    /// <summary>Machines wanted.</summary>
    public int? DesiredReplicas { get; init; }

    /// <summary>Machines there are.</summary>
    public int? Replicas { get; init; }

    /// <summary>Machines that are ready.</summary>
    public int? ReadyReplicas { get; init; }

    /// <summary>Machines that are available.</summary>
    public int? AvailableReplicas { get; init; }

    /// <summary>Machines made from the present template.</summary>
    public int? UpToDateReplicas { get; init; }
}
