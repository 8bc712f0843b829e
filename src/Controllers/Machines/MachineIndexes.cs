using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>What is looked up without going through all machines or hosts. Each controller adds those that it uses.</summary>
internal static class MachineIndexes
{
    /// <summary>ElementalMachines by Cluster (namespace/name).</summary>
    public const string ByCluster = "machine-by-cluster";

    /// <summary>ElementalMachines by the host they name (namespace/name).</summary>
    public const string ByHost = "machine-by-host";

    /// <summary>Hosts by the ElementalMachine they name (namespace/name).</summary>
    public const string HostByMachine = "host-by-machine";

    /// <summary>The values of <see cref="ByCluster"/>.</summary>
    public static IEnumerable<string> ClustersOf(ElementalMachine machine) =>
        machine.Metadata.Label(ClusterApiGroup.ClusterNameLabel) is { } cluster ? [Key(machine.Metadata.NamespaceProperty, cluster)] : [];

    /// <summary>The values of <see cref="ByHost"/>.</summary>
    public static IEnumerable<string> HostsOf(ElementalMachine machine) =>
        machine.Spec?.HostRef?.Name is { } host ? [Key(machine.Metadata.NamespaceProperty, host)] : [];

    /// <summary>The values of <see cref="HostByMachine"/>.</summary>
    public static IEnumerable<string> MachinesOf(ElementalHost host) =>
        host.Spec?.MachineRef is { Name: { } name } reference ? [Key(reference.NamespaceProperty ?? host.Metadata.NamespaceProperty, name)] : [];

    public static string Key(string? namespaceName, string name) => new ObjectKey(namespaceName ?? "", name).ToString();
}
