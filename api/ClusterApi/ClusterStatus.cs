using ElementalProvider.Api.Meta;

namespace ElementalProvider.Api.ClusterApi;

/// <summary>What is observed of a Cluster.</summary>
public sealed record ClusterStatus
{
    /// <summary>Observations of the first provisioning.</summary>
    public ClusterInitialization? Initialization { get; init; }

    /// <summary>Pending, Provisioning, Provisioned, Deleting …</summary>
    public string? Phase { get; init; }

    /// <summary>Conditions.</summary>
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
