using System.Net;
using System.Text.Json.Nodes;
using ElementalProvider.DevCluster.ApiServer.Errors;
using ElementalProvider.DevCluster.ApiServer.Json;
using ElementalProvider.DevCluster.ApiServer.Selection;

namespace ElementalProvider.DevCluster.ApiServer.Registry.Strategies;

/// <summary>What the lists of a node must satisfy.</summary>
internal static class NodeRules
{
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    /// <summary>Taints have the syntax of labels, and are unique by key and effect.</summary>
    public static IEnumerable<FieldError> Taints(JsonArray? taints)
    {
        var seen = new HashSet<(string? Key, string Effect)>();
        foreach ((JsonObject taint, int index) in taints.Objects().Select((taint, index) => (taint, index)))
        {
            // The reference server looks for taints in metadata when it names them.
            string field = $"metadata.taints[{index}]", key = taint.Text("key") ?? string.Empty, effect = taint.Text("effect") ?? string.Empty;
            foreach (string problem in NameRules.LabelKey(key))
                yield return FieldError.Invalid($"{field}.key", JsonValue.Create(key), problem);
            foreach (string problem in NameRules.LabelValue(taint.Text("value") ?? string.Empty))
                yield return FieldError.Invalid($"{field}.value", taint["value"], problem);
            if (effect.Length == 0)
                yield return FieldError.Required($"{field}.effect", string.Empty);
            else if (!Effects.Contains(effect))
                yield return FieldError.NotSupported($"{field}.effect", JsonValue.Create(effect), Effects);
            if (!seen.Add((key, effect)))
                yield return FieldError.Duplicate(field, taint);
        }
    }

    /// <summary>There is never less than nothing of a resource.</summary>
    public static IEnumerable<FieldError> Amounts(JsonNode? status) =>
        from list in NodeStrategy.ResourceLists
        from amount in status.Object(list) ?? []
        where amount.Value.Text()?.StartsWith('-') == true
        select FieldError.Invalid($"status.{list}.{amount.Key}", amount.Value, "must be greater than or equal to 0");

    /// <summary>Pods get at most one range of each family, which then stays.</summary>
    public static IEnumerable<FieldError> Ranges(JsonObject node, JsonObject? previous)
    {
        const string Field = "spec.podCIDRs";
        IReadOnlyList<string> ranges = node.At("spec", "podCIDRs").Strings();
        IReadOnlyList<string> before = previous.At("spec", "podCIDRs").Strings();
        if (before.Count > 0 && !before.SequenceEqual(ranges, StringComparer.Ordinal))
            yield return FieldError.Forbidden(Field, "node updates may not change podCIDR except from \"\" to valid");
        IPNetwork?[] parsed = [.. ranges.Select(range => IPNetwork.TryParse(range, out IPNetwork network) ? network : (IPNetwork?)null)];
        for (int index = 0; index < parsed.Length; index++)
        {
            if (parsed[index] is null)
                yield return FieldError.Invalid($"{Field}[{index}]", JsonValue.Create(ranges[index]), "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
        }

        if (parsed.OfType<IPNetwork>().GroupBy(network => network.BaseAddress.AddressFamily).Any(family => family.Count() > 1))
            yield return FieldError.Invalid(Field, node.At("spec", "podCIDRs"), "may specify no more than one CIDR for each IP family");
    }

    /// <summary>No address is there twice.</summary>
    public static IEnumerable<FieldError> Addresses(JsonArray? addresses)
    {
        var seen = new HashSet<(string? Type, string? Address)>();
        foreach ((JsonObject address, int index) in addresses.Objects().Select((address, index) => (address, index)))
        {
            if (!seen.Add((address.Text("type"), address.Text("address"))))
                yield return FieldError.Duplicate($"status.addresses[{index}]", address);
        }
    }
}
