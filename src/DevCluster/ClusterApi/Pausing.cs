using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.DevCluster.ClusterApi;

/// <summary>Whether an object is left as it is (O4 of the contract).</summary>
internal static class Pausing
{
    public static bool IsPaused(Cluster? cluster, IKubernetesObject item) => cluster?.Spec?.Paused == true || item.IsPaused();
}
