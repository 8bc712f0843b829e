using ElementalProvider.Controllers.Pool;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Which ElementalMachines a change of another object concerns.</summary>
internal static class MachineWatches
{
    private const int MostWoken = 32;

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
            keys.UnionWith(Takers(after, machines).Select(machine => ObjectKey.Of(machine)));
        }

        return keys;
    }

    /// <summary>
    /// Some of the machines that would take a host, those first that are known to wait. One of them gets it; where thousands wait, waking them all
    /// for each host would be all that is done. Which are woken differs from host to host, and who is not looks again by itself before long.
    /// </summary>
    private static IEnumerable<ElementalMachine> Takers(ElementalHost host, IStore<ElementalMachine> machines)
    {
        IReadOnlyCollection<ElementalMachine> hostless = machines.ByIndex(PoolIndexes.Hostless, host.Metadata.NamespaceProperty!);
        int start = hostless.Count > MostWoken ? (int)(StableHash.Of(host.Metadata.Name ?? "") % (ulong)hostless.Count) : 0;
        IEnumerable<ElementalMachine> takers = hostless.Skip(start).Concat(hostless.Take(start)).Where(machine => HostSelection.IsWanted(machine, host));
        return hostless.Count <= MostWoken
            ? takers
            : takers.Where(PoolIndexes.IsWaiting).Concat(takers.Where(machine => !PoolIndexes.IsWaiting(machine))).Take(MostWoken);
    }

    private static IEnumerable<ObjectKey> Served(ElementalHost? host) =>
        host?.Spec?.MachineRef is { Name: { } name } reference
            ? [new ObjectKey(reference.NamespaceProperty ?? host.Metadata.NamespaceProperty!, name)]
            : [];

    private static bool HasBecomeClaimable(ElementalHost? before, ElementalHost after) =>
        after.IsFree()
        && (before is null || !before.IsFree() || !SameLabels(before, after));

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
