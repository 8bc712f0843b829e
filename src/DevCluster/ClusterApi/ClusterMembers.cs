using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Maps Clusters to what belongs to them and back, for the watches of the controllers.</summary>
internal static class ClusterMembers
{
    /// <summary>The Cluster that an object names.</summary>
    public static ObjectKey ClusterOf(IKubernetesObject<V1ObjectMeta> item, string? clusterName) => new(item.Metadata.NamespaceProperty ?? "", clusterName ?? "");

    /// <summary>A map from a change of a Cluster to its objects of a kind.</summary>
    /// <param name="clusterName">The Cluster that an object names.</param>
    public static Func<Cluster?, Cluster?, IStore<T>, IEnumerable<ObjectKey>> Of<T>(Func<T, string?> clusterName)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        (before, after, store) => store.List()
            .Where(item => ClusterOf(item, clusterName(item)) == ObjectKey.Of((after ?? before)!))
            .Select(item => ObjectKey.Of(item));

    /// <summary>The Clusters that stand on an infrastructure.</summary>
    public static IEnumerable<ObjectKey> ClustersOn(ElementalCluster? before, ElementalCluster? after, IStore<Cluster> clusters)
    {
        ObjectKey infrastructure = ObjectKey.Of((after ?? before)!);
        return clusters.List()
            .Where(cluster => ClusterOf(cluster, cluster.Spec?.InfrastructureRef?.Name) == infrastructure)
            .Select(cluster => ObjectKey.Of(cluster));
    }
}
