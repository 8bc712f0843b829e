using System.Globalization;
using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.AgentGateway.Reports;

/// <summary>The facts of a host, and their bounds.</summary>
internal static class HostFacts
{
    private const int MaxFacts = 64;
    private const int MaxNameLength = 63;
    private const int MaxValueLength = 1024;

    /// <summary>
    /// The facts of a report. The plugin's come in the order of their names and within bounds, so that no host can blow up its object; the
    /// gateway's own names cannot be taken by a plugin.
    /// </summary>
    /// <param name="report">What the host reported.</param>
    /// <param name="known">The facts before, or null for none.</param>
    public static IReadOnlyDictionary<string, string> Of(HostReport report, IReadOnlyDictionary<string, string>? known)
    {
        SortedDictionary<string, string> facts = new(StringComparer.Ordinal);
        foreach ((string name, string value) in report.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal).Take(MaxFacts))
        {
            if (name.Length is > 0 and <= MaxNameLength)
                facts[name] = Shorten(value);
        }

        Own(facts, FactNames.BootId, report.BootId);
        Own(facts, FactNames.MachineId, report.MachineId);
        Own(facts, FactNames.InstalledBootId, report.Phase == HostPhase.Resetting ? known?.GetValueOrDefault(FactNames.InstalledBootId) ?? "" : report.BootId);
        Own(facts, FactNames.ReportedAt, known?.GetValueOrDefault(FactNames.ReportedAt) ?? "");
        Own(facts, FactNames.AgentVersion, report.AgentVersion);
        Own(facts, FactNames.OsVersionHash, report.OsVersionHash);
        return facts;
    }

    /// <summary>When the report was heard that a host's status was last written from; null where that is not known.</summary>
    /// <param name="host">The host.</param>
    public static DateTimeOffset? ReportedAt(ElementalHost? host) =>
        DateTimeOffset.TryParse(
            host?.Status?.Facts?.GetValueOrDefault(FactNames.ReportedAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : null;

    /// <summary>The facts with the time at which the report was heard that they are from.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="heardAt">The time.</param>
    public static IReadOnlyDictionary<string, string> HeardAt(IReadOnlyDictionary<string, string>? facts, DateTimeOffset heardAt) =>
        new SortedDictionary<string, string>(facts?.ToDictionary() ?? [], StringComparer.Ordinal)
        {
            [FactNames.ReportedAt] = heardAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        };

    /// <summary>The facts of a host that was wiped.</summary>
    /// <param name="known">The facts before, or null for none.</param>
    /// <param name="bootId">The boot that wiped it.</param>
    public static IReadOnlyDictionary<string, string> Wiped(IReadOnlyDictionary<string, string>? known, string bootId) =>
        new Dictionary<string, string>(known ?? new Dictionary<string, string>()) { [FactNames.BootId] = Shorten(bootId) };

    /// <summary>Whether a boot is the one in which the installed system last reported; false where either is not known.</summary>
    /// <param name="host">The host.</param>
    /// <param name="bootId">The boot.</param>
    public static bool IsInstalledBoot(ElementalHost host, string bootId) =>
        host.Status?.Facts?.GetValueOrDefault(FactNames.InstalledBootId) is { Length: > 0 } installed && installed == Shorten(bootId);

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

    /// <summary>A value within its bounds.</summary>
    /// <param name="value">The value.</param>
    public static string Shorten(string value) => PrintableText.Shorten(value, MaxValueLength);
}
