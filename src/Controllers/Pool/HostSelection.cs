using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.Controllers.Pool;

/// <summary>Which host a machine claims.</summary>
internal static class HostSelection
{
    /// <summary>
    /// The free, matching host that ranks highest for this machine. The ranking is another one for every machine, so that machines that
    /// choose at the same time rarely want the same host; for one machine it never changes, so that a choice can be repeated. Hosts on which an
    /// OS version failed come last: whoever gets one would wait for a person.
    /// </summary>
    /// <param name="machine">The machine that needs a host.</param>
    /// <param name="hosts">Hosts of the namespace of the machine.</param>
    /// <returns>The host to claim, or null where none is free and matching.</returns>
    public static ElementalHost? Choose(ElementalMachine machine, IReadOnlyCollection<ElementalHost> hosts)
    {
        ulong seed = StableHash.Of(machine.Metadata.Name ?? "");
        ElementalHost? best = null;
        (bool IsSound, ulong Hash) bestRank = default;
        foreach (ElementalHost host in hosts)
        {
            if (!host.IsFree() || !IsWanted(machine, host))
                continue;

            (bool, ulong) rank = (!HasFailedItsVersion(host), StableHash.Mix(seed ^ StableHash.Of(host.Metadata.Name ?? "")));
            if (best is null || rank.CompareTo(bestRank) > 0 || (rank == bestRank && string.CompareOrdinal(host.Metadata.Name, best.Metadata.Name) < 0))
                (best, bestRank) = (host, rank);
        }

        return best;
    }

    /// <summary>How many hosts of which kind are missing, and why none of those there are will do, with counts that add up to all of them (I9).</summary>
    /// <param name="machine">The machine that needs a host.</param>
    /// <param name="hosts">All hosts of the namespace of the machine, counted; those that are free do not match its selector.</param>
    /// <param name="missing">How many machines with this selector need a host, this one included.</param>
    public static string Explain(ElementalMachine machine, IReadOnlyDictionary<HostAvailability, int> hosts, int missing)
    {
        string matching = SelectorText.Of(machine.Spec?.Selector) is { Length: > 0 } selector ? $" matching {selector}" : "";
        string need = missing == 1 ? $"1 more host{matching} is needed" : $"{missing} more hosts{matching} are needed";
        int count = hosts.Values.Sum();
        if (count == 0)
            return $"{need}: there is no host in the namespace {machine.Metadata.NamespaceProperty}";

        IEnumerable<string> counts =
            from each in hosts
            where each.Value > 0
            orderby each.Key
            select $"{each.Value} {Words(each.Key)}";

        string all = count == 1 ? "the only host" : $"none of the {count} hosts";
        string can = count == 1 ? "cannot" : "can";
        return $"{need}: {all} in the namespace {machine.Metadata.NamespaceProperty} {can} be claimed: {string.Join(", ", counts)}";
    }

    private static bool HasFailedItsVersion(ElementalHost host) => host.Status?.Conditions?.Any(condition => condition is
    {
        Type: ConditionTypes.OSVersionReady,
        Reason: Reasons.RolledBack or Reasons.OSVersionReconciliationFailed,
    }) == true;

    private static string Words(HostAvailability availability) => availability switch
    {
        HostAvailability.NotInstalled => "not installed",
        HostAvailability.Claimed => "claimed",
        HostAvailability.Orphaned => "serving a machine that is not known",
        HostAvailability.BeingReset => "being reset",
        HostAvailability.BeingDeleted => "being deleted",
        HostAvailability.Paused => "paused",
        HostAvailability.Cloned => "two machines with one key",
        HostAvailability.Lost => "lost",
        HostAvailability.NeverConnected => "never connected",
        HostAvailability.Bootstrapped => "bootstrapped for nobody",
        _ => "not matching",
    };

    /// <summary>Whether a host has the labels that a machine asks for.</summary>
    public static bool IsWanted(ElementalMachine machine, ElementalHost host) =>
        machine.Spec?.Selector is not { } selector || selector.Matches(host.Metadata.Labels);
}

/// <summary>Label selectors as kubectl writes them, in a stable order.</summary>
internal static class SelectorText
{
    public static string Of(V1LabelSelector? selector)
    {
        IEnumerable<string> labels = selector?.MatchLabels?.Select(label => $"{label.Key}={label.Value}") ?? [];
        IEnumerable<string> expressions = selector?.MatchExpressions?.Select(Of) ?? [];
        return string.Join(',', labels.Concat(expressions).Order(StringComparer.Ordinal));
    }

    private static string Of(V1LabelSelectorRequirement requirement) => requirement.OperatorProperty switch
    {
        "Exists" => requirement.Key,
        "DoesNotExist" => $"!{requirement.Key}",
        _ => $"{requirement.Key} {requirement.OperatorProperty.ToLowerInvariant()} ({string.Join(',', requirement.Values ?? [])})",
    };
}

/// <summary>A hash that is the same in every process, unlike <see cref="string.GetHashCode()"/>. Not for secrets.</summary>
internal static class StableHash
{
    /// <summary>FNV-1a over the UTF-16 code units of a text.</summary>
    public static ulong Of(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char unit in text)
            hash = (hash ^ unit) * 1099511628211;

        return hash;
    }

    /// <summary>Spreads every bit of the input over the whole result (the finalizer of SplitMix64).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
