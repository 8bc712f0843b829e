using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Clusters;

/// <summary>Which ElementalClusters a change of another object concerns.</summary>
internal static class ClusterWatches
{
    /// <summary>ElementalClusters by the Cluster that owns them (namespace/name).</summary>
    public const string ByOwner = "cluster-by-owner";

    /// <summary>The values that an ElementalCluster is filed under in <see cref="ByOwner"/>.</summary>
    public static IEnumerable<string> OwnersOf(ElementalCluster cluster) =>
        Owners.Find(cluster.Metadata, ClusterApiGroup.Name, "Cluster") is { } owner
            ? [new ObjectKey(cluster.Metadata.NamespaceProperty!, owner.Name).ToString()]
            : [];

    /// <summary>The infrastructure of a Cluster, when something changed that it follows.</summary>
    public static IEnumerable<ObjectKey> OfCluster(Cluster? before, Cluster? after, IStore<ElementalCluster> clusters) =>
        before is not null && after is not null && Signals(before) == Signals(after)
            ? []
            : Owned(ObjectKey.Of((after ?? before)!), clusters);

    /// <summary>The infrastructure of the Cluster of a machine that is gone: it may be the last one waited for (C8).</summary>
    public static IEnumerable<ObjectKey> OfMachine(ElementalMachine? before, ElementalMachine? after, IStore<ElementalCluster> clusters) =>
        after is null && before?.Metadata.Label(ClusterApiGroup.ClusterNameLabel) is { } cluster
            ? Owned(new ObjectKey(before.Metadata.NamespaceProperty!, cluster), clusters)
            : [];

    private static IEnumerable<ObjectKey> Owned(ObjectKey owner, IStore<ElementalCluster> clusters) =>
        clusters.ByIndex(ByOwner, owner.ToString()).Select(cluster => ObjectKey.Of(cluster));

    private static (bool?, ApiEndpoint?) Signals(Cluster cluster) => (cluster.Spec?.Paused, cluster.Spec?.ControlPlaneEndpoint);
}
