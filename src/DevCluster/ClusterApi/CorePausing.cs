using ElementalProvider.Api.ClusterApi;

namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Whether an object is left as it is (O4 of the contract).</summary>
internal static class CorePausing
{
    public static bool IsPaused(Cluster? cluster, IKubernetesObject<V1ObjectMeta> item) => cluster?.Spec?.Paused == true || item.IsPaused();
}
