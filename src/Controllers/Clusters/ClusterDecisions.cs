using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Clusters;

/// <summary>The life of an ElementalCluster: all it needs to become ready is an owner and an endpoint, as its machines exist already.</summary>
internal static class ClusterDecisions
{
    /// <summary>What to do next.</summary>
    public static ClusterStep Next(ClusterSeen seen) => seen switch
    {
        { IsExternallyManaged: true } => new ClusterStep.Settle(seen.Infrastructure.Status),
        _ when seen.Infrastructure.IsDeleting() => Delete(seen),
        { Owner: null } => new ClusterStep.Settle(ClusterReport.Of(seen)),
        _ when !HasFinalizer(seen) => new ClusterStep.AddFinalizer(),
        { IsPaused: true } => new ClusterStep.Settle(ClusterReport.Paused(seen)),
        _ => new ClusterStep.Settle(ClusterReport.Of(seen)),
    };

    private static ClusterStep Delete(ClusterSeen seen)
    {
        if (!HasFinalizer(seen))
            return new ClusterStep.Settle(seen.Infrastructure.Status);
        if (Hold.IsMovedAway(seen.Infrastructure))
            return new ClusterStep.RemoveFinalizer();
        if (seen.IsPaused)
            return new ClusterStep.Settle(ClusterReport.Paused(seen));

        return seen.Machines == 0 ? new ClusterStep.RemoveFinalizer() : new ClusterStep.Settle(ClusterReport.Deleting(seen));
    }

    private static bool HasFinalizer(ClusterSeen seen) => seen.Infrastructure.Metadata.HasFinalizer(Finalizers.Cluster);
}

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

/// <summary>What to do next for one ElementalCluster. Every step but <see cref="Settle"/> changes what is seen, so that another follows.</summary>
internal abstract record ClusterStep
{
    private ClusterStep()
    {
    }

    /// <summary>Put the finalizer on, alone in its own write (O3).</summary>
    public sealed record AddFinalizer : ClusterStep;

    /// <summary>Let the object go.</summary>
    public sealed record RemoveFinalizer : ClusterStep;

    /// <summary>Nothing more can be done now: write the status where it differs, and wait.</summary>
    public sealed record Settle(ElementalClusterStatus? Status) : ClusterStep;
}
