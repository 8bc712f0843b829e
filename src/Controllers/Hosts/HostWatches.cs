using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Hosts;

/// <summary>Which ElementalHosts a change of another object concerns.</summary>
internal static class HostWatches
{
    /// <summary>Hosts by the Cluster of their claim (namespace/name).</summary>
    public const string ByCluster = "host-by-cluster";

    /// <summary>The values that a host is filed under in <see cref="ByCluster"/>.</summary>
    public static IEnumerable<string> ClustersOf(ElementalHost host) =>
        host.Metadata.Label(ClusterApiGroup.ClusterNameLabel) is { } cluster
            ? [new ObjectKey(host.Metadata.NamespaceProperty!, cluster).ToString()]
            : [];

    /// <summary>The host that a machine names.</summary>
    public static IEnumerable<ObjectKey> OfMachine(ElementalMachine machine) =>
        machine.Spec?.HostRef?.Name is { } host ? [new ObjectKey(machine.Metadata.NamespaceProperty!, host)] : [];

    /// <summary>The hosts of a Cluster, when it is paused or unpaused.</summary>
    public static IEnumerable<ObjectKey> OfCluster(Cluster? before, Cluster? after, IStore<ElementalHost> hosts) =>
        before?.Spec?.Paused == true == (after?.Spec?.Paused == true)
            ? []
            : hosts.ByIndex(ByCluster, ObjectKey.Of((after ?? before)!).ToString()).Select(host => ObjectKey.Of(host));

    /// <summary>The hosts of a registration, when it is there: those that it does not own yet have to name it.</summary>
    public static IEnumerable<ObjectKey> OfRegistration(ElementalRegistration? before, ElementalRegistration? after, IStore<ElementalHost> hosts) =>
        before is null && after is not null
            ? hosts.ByIndex(Ownership.ByRegistration, ObjectKey.Of(after).ToString()).Select(host => ObjectKey.Of(host))
            : [];
}
