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
