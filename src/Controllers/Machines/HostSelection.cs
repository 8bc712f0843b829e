using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.Controllers.Contract;

namespace ElementalProvider.Controllers.Machines;

/// <summary>Which host a machine claims.</summary>
internal static class HostSelection
{
    /// <summary>What stands against claiming a host, whoever asks.</summary>
    public static HostAvailability AvailabilityOf(ElementalHost host) => host switch
    {
        _ when host.IsDeleting() => HostAvailability.BeingDeleted,
        _ when HasLabel(host, HostLabels.NeedsReset) || HasLabel(host, HostLabels.Reset) => HostAvailability.BeingReset,
        _ when host.Spec?.MachineRef is not null || HasLabel(host, HostLabels.MachineName) => HostAvailability.Claimed,
        _ when Pausing.IsPaused(host, cluster: null) || Pausing.IsMovedAway(host) => HostAvailability.Paused,
        _ when host.Metadata.Label(HostLabels.Installed) != HostLabels.True => HostAvailability.NotInstalled,
        _ => HostAvailability.Free,
    };

    /// <summary>
    /// The free, matching host that ranks highest for this machine. The ranking is another one for every machine, so that machines that
    /// choose at the same time rarely want the same host; for one machine it never changes, so that a choice can be repeated.
    /// </summary>
    /// <param name="machine">The machine that needs a host.</param>
    /// <param name="hosts">Hosts of the namespace of the machine.</param>
    /// <returns>The host to claim, or null where none is free and matching.</returns>
    public static ElementalHost? Choose(ElementalMachine machine, IReadOnlyCollection<ElementalHost> hosts)
    {
        ulong seed = StableHash.Of(machine.Metadata.Name ?? "");
        ElementalHost? best = null;
        ulong bestRank = 0;
        foreach (ElementalHost host in hosts)
        {
            if (AvailabilityOf(host) != HostAvailability.Free || !IsWanted(machine, host))
                continue;

            ulong rank = StableHash.Mix(seed ^ StableHash.Of(host.Metadata.Name ?? ""));
            if (best is null || rank > bestRank || (rank == bestRank && string.CompareOrdinal(host.Metadata.Name, best.Metadata.Name) < 0))
                (best, bestRank) = (host, rank);
        }

        return best;
    }

    /// <summary>How many hosts of which kind are missing, and why none of those there are will do, with counts that add up to all of them (I9).</summary>
    /// <param name="machine">The machine that needs a host.</param>
    /// <param name="hosts">All hosts of the namespace of the machine; those that are free do not match its selector.</param>
    /// <param name="missing">How many machines with this selector need a host, this one included.</param>
    public static string Explain(ElementalMachine machine, IReadOnlyCollection<ElementalHost> hosts, int missing)
    {
        string matching = SelectorText.Of(machine.Spec?.Selector) is { Length: > 0 } selector ? $" matching {selector}" : "";
        string need = missing == 1 ? $"1 more host{matching} is needed" : $"{missing} more hosts{matching} are needed";
        if (hosts.Count == 0)
            return $"{need}: there is no host in the namespace {machine.Metadata.NamespaceProperty}";

        IEnumerable<string> counts =
            from host in hosts
            group host by AvailabilityOf(host) into each
            orderby each.Key
            select $"{each.Count()} {Words(each.Key)}";

        string all = hosts.Count == 1 ? "the only host" : $"none of the {hosts.Count} hosts";
        string can = hosts.Count == 1 ? "cannot" : "can";
        return $"{need}: {all} in the namespace {machine.Metadata.NamespaceProperty} {can} be claimed: {string.Join(", ", counts)}";
    }

    private static string Words(HostAvailability availability) => availability switch
    {
        HostAvailability.NotInstalled => "not installed",
        HostAvailability.Claimed => "claimed",
        HostAvailability.BeingReset => "being reset",
        HostAvailability.BeingDeleted => "being deleted",
        HostAvailability.Paused => "paused",
        _ => "not matching",
    };

    /// <summary>Whether a host has the labels that a machine asks for.</summary>
    public static bool IsWanted(ElementalMachine machine, ElementalHost host) =>
        machine.Spec?.Selector is not { } selector || selector.Matches(host.Metadata.Labels);

    private static bool HasLabel(ElementalHost host, string key) => host.Metadata.Labels?.ContainsKey(key) == true;
}
