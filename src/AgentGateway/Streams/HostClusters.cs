using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.AgentGateway.Streams;

/// <summary>Which Cluster a host serves.</summary>
internal static class HostClusters
{
    /// <summary>The Cluster of a host, or null where it serves none.</summary>
    /// <param name="host">The host.</param>
    public static ObjectKey? KeyOf(ElementalHost host) =>
        host.Metadata.Label(ClusterApiGroup.ClusterNameLabel) is { Length: > 0 } name
            ? new ObjectKey(host.Metadata.NamespaceProperty ?? "", name)
            : null;

    /// <summary>The Cluster of a host as a cache has it, or null where it serves none or the Cluster is gone.</summary>
    /// <param name="clusters">The cache.</param>
    /// <param name="host">The host.</param>
    public static Cluster? Of(this IStore<Cluster> clusters, ElementalHost host) => KeyOf(host) is { } key ? clusters.Find(key) : null;
}
