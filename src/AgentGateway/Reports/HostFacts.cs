using ElementalProvider.Api.AgentProtocol;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>Names of the facts that the gateway itself puts into status.facts, and their bounds.</summary>
internal static class HostFacts
{
    /// <summary>Identifies the boot that the host reported from.</summary>
    public const string BootId = "boot-id";

    /// <summary>Version of the agent.</summary>
    public const string AgentVersion = "agent-version";

    /// <summary>Hash of the OS version that the host has proved to run; empty where none was ever asked for.</summary>
    public const string OsVersionHash = "os-version-hash";

    private const int MaxFacts = 64;
    private const int MaxNameLength = 63;
    private const int MaxValueLength = 1024;

    /// <summary>
    /// The facts of a report. The plugin's come in the order of their names and within bounds, so that no host can blow up its object; the
    /// gateway's own names cannot be taken by a plugin.
    /// </summary>
    /// <param name="report">What the host reported.</param>
    public static IReadOnlyDictionary<string, string> Of(HostReport report)
    {
        SortedDictionary<string, string> facts = new(StringComparer.Ordinal);
        foreach ((string name, string value) in report.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal).Take(MaxFacts))
        {
            if (name.Length is > 0 and <= MaxNameLength)
                facts[name] = Shorten(value);
        }

        Own(facts, BootId, report.BootId);
        Own(facts, AgentVersion, report.AgentVersion);
        Own(facts, OsVersionHash, report.OsVersionHash);
        return facts;
    }

    /// <summary>Whether two sets of facts say the same.</summary>
    /// <param name="left">Facts, or null for none.</param>
    /// <param name="right">Facts, or null for none.</param>
    public static bool AreEqual(IReadOnlyDictionary<string, string>? left, IReadOnlyDictionary<string, string>? right) =>
        (left?.Count ?? 0) == (right?.Count ?? 0)
        && (left is null || left.All(fact => right!.TryGetValue(fact.Key, out string? value) && value == fact.Value));

    private static void Own(SortedDictionary<string, string> facts, string name, string value)
    {
        facts.Remove(name);
        if (value.Length > 0)
            facts[name] = Shorten(value);
    }

    private static string Shorten(string value) => value.Length <= MaxValueLength ? value : value[..MaxValueLength];
}
