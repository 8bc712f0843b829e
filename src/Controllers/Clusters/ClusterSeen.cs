using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Clusters;

/// <summary>Everything that the next step for one ElementalCluster depends on, at one moment.</summary>
internal sealed record ClusterSeen
{
    /// <summary>The ElementalCluster.</summary>
    public required ElementalCluster Infrastructure { get; init; }

    /// <summary>The Cluster that owns it; null where there is no owner reference, or the Cluster is not known (any more).</summary>
    public Cluster? Owner { get; init; }

    /// <summary>Name of the Cluster by owner reference or label, whether it is known or not.</summary>
    public string? ClusterName { get; init; }

    /// <summary>How many ElementalMachines of the cluster exist.</summary>
    public int Machines { get; init; }

    /// <summary>The time of the observation.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Whether the cluster infrastructure must be left alone (O4).</summary>
    public bool IsPaused => Hold.IsPaused(Infrastructure, Owner);

    /// <summary>Whether somebody else manages this object (C5).</summary>
    public bool IsExternallyManaged => Infrastructure.Metadata.HasAnnotation(ClusterApiGroup.ManagedByAnnotation);

    /// <summary>The owner reference to a Cluster, known or not.</summary>
    public V1OwnerReference? OwnerReference => Owners.Find(Infrastructure.Metadata, ClusterApiGroup.Name, "Cluster");

    /// <summary>The endpoint that was given here, or else on the Cluster (C2).</summary>
    public ApiEndpoint? Endpoint =>
        Infrastructure.Spec?.ControlPlaneEndpoint is { IsValid: true } own ? own
        : Owner?.Spec?.ControlPlaneEndpoint is { IsValid: true } core ? core
        : null;
}
