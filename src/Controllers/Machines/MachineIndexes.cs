using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Machines;

/// <summary>What the machine controller looks up without going through all objects.</summary>
internal static class MachineIndexes
{
    /// <summary>ElementalMachines by Cluster (namespace/name).</summary>
    public const string ByCluster = "machine-by-cluster";

    /// <summary>ElementalMachines by the host they name (namespace/name).</summary>
    public const string ByHost = "machine-by-host";

    /// <summary>ElementalMachines that have no host and may want one, by namespace.</summary>
    public const string Hostless = "machine-hostless";

    /// <summary>Hosts by namespace.</summary>
    public const string HostByNamespace = "host-by-namespace";

    /// <summary>Free hosts by namespace.</summary>
    public const string FreeHost = "host-free";

    /// <summary>Hosts by the ElementalMachine they name (namespace/name).</summary>
    public const string HostByMachine = "host-by-machine";

    public static ControllerBuilder AddMachineIndexes(this ControllerBuilder builder) => builder
        .AddIndex<ElementalMachine>(ByCluster, machine =>
            machine.Metadata.Label(ClusterApiGroup.ClusterNameLabel) is { } cluster ? [Key(machine.Metadata.NamespaceProperty, cluster)] : [])
        .AddIndex<ElementalMachine>(ByHost, machine =>
            machine.Spec?.HostRef?.Name is { } host ? [Key(machine.Metadata.NamespaceProperty, host)] : [])
        .AddIndex<ElementalMachine>(Hostless, machine =>
            machine.Spec?.HostRef is null && !machine.IsDeleting() ? [machine.Metadata.NamespaceProperty!] : [])
        .AddIndex<ElementalHost>(HostByNamespace, host => [host.Metadata.NamespaceProperty!])
        .AddIndex<ElementalHost>(FreeHost, host =>
            HostSelection.AvailabilityOf(host) == HostAvailability.Free ? [host.Metadata.NamespaceProperty!] : [])
        .AddIndex<ElementalHost>(HostByMachine, host =>
            host.Spec?.MachineRef is { Name: { } name } reference ? [Key(reference.NamespaceProperty ?? host.Metadata.NamespaceProperty, name)] : []);

    public static string Key(string? namespaceName, string name) => new ObjectKey(namespaceName ?? "", name).ToString();
}
