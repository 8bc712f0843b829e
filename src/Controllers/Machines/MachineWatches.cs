using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Which ElementalMachines a change of another object concerns.</summary>
internal static class MachineWatches
{
    /// <summary>The ElementalMachine that is the infrastructure of a Machine.</summary>
    public static IEnumerable<ObjectKey> OfMachine(Machine machine) =>
        machine.Spec?.InfrastructureRef is { ApiGroup: ElementalGroup.Name, Kind: "ElementalMachine", Name: { } name }
            ? [new ObjectKey(machine.Metadata.NamespaceProperty!, name)]
            : [];

    /// <summary>All ElementalMachines of a Cluster, when something changed that they wait for.</summary>
    public static IEnumerable<ObjectKey> OfCluster(Cluster? before, Cluster? after, IStore<ElementalMachine> machines)
    {
        if (before is not null && after is not null && Signals(before) == Signals(after))
            return [];

        Cluster cluster = (after ?? before)!;
        return machines
            .ByIndex(MachineIndexes.ByCluster, ObjectKey.Of(cluster).ToString())
            .Select(machine => ObjectKey.Of(machine));
    }

    /// <summary>
    /// The machine that a host serves or served, those that name the host, and, when the host has become claimable, those without a host that
    /// would take it.
    /// </summary>
    public static IEnumerable<ObjectKey> OfHost(ElementalHost? before, ElementalHost? after, IStore<ElementalMachine> machines)
    {
        ElementalHost host = (after ?? before)!;
        HashSet<ObjectKey> keys = [.. Served(before), .. Served(after)];
        keys.UnionWith(machines.ByIndex(MachineIndexes.ByHost, ObjectKey.Of(host).ToString()).Select(machine => ObjectKey.Of(machine)));
        if (after is not null && HasBecomeClaimable(before, after))
        {
            keys.UnionWith(machines
                .ByIndex(MachineIndexes.Hostless, after.Metadata.NamespaceProperty!)
                .Where(machine => HostSelection.IsWanted(machine, after))
                .Select(machine => ObjectKey.Of(machine)));
        }

        return keys;
    }

    private static IEnumerable<ObjectKey> Served(ElementalHost? host) =>
        host?.Spec?.MachineRef is { Name: { } name } reference
            ? [new ObjectKey(reference.NamespaceProperty ?? host.Metadata.NamespaceProperty!, name)]
            : [];

    private static bool HasBecomeClaimable(ElementalHost? before, ElementalHost after) =>
        HostSelection.AvailabilityOf(after) == HostAvailability.Free
        && (before is null || HostSelection.AvailabilityOf(before) != HostAvailability.Free || !SameLabels(before, after));

    private static bool SameLabels(ElementalHost before, ElementalHost after)
    {
        IDictionary<string, string>? left = before.Metadata.Labels;
        IDictionary<string, string>? right = after.Metadata.Labels;
        return left?.Count == right?.Count
            && (left is null || left.All(label => right!.TryGetValue(label.Key, out string? value) && value == label.Value));
    }

    private static (bool?, bool?, bool?) Signals(Cluster cluster) => (
        cluster.Spec?.Paused,
        cluster.Status?.Initialization?.InfrastructureProvisioned,
        cluster.Status?.Initialization?.ControlPlaneInitialized);
}
