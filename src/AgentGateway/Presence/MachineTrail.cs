using ElementalProvider.AgentGateway.Calls;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.Api.Elemental;

namespace ElementalProvider.AgentGateway.Presence;

/// <summary>
/// Which boots of which machines have lately spoken for a host, in turn. A boot is over for good once another one has spoken, so one that comes back
/// again and again is another machine. Once is no proof: of what passes through a network, one thing may come late. Pure.
/// </summary>
/// <param name="Sightings">The last one of each, the newest at the end.</param>
internal sealed record MachineTrail(IReadOnlyList<MachineSighting> Sightings)
{
    /// <summary>For how long a boot that is not seen again is remembered.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private const int ReturnsOfAClone = 2;
    private const int Remembered = 8;

    /// <summary>Nobody has spoken yet.</summary>
    public static MachineTrail Empty { get; } = new([]);

    /// <summary>Whether two machines take turns.</summary>
    public bool IsOfClones => Sightings.Any(sighting => sighting.Returns >= ReturnsOfAClone);

    /// <summary>Who takes turns with whom, as a clause for people; empty where nobody does.</summary>
    public string Names => IsOfClones
        ? string.Join(" and ", Sightings.OrderByDescending(sighting => sighting.Returns).ThenByDescending(sighting => sighting.At).Take(2).Select(sighting => sighting.Name))
        : "";

    /// <summary>The trail after somebody has spoken.</summary>
    /// <param name="who">Who.</param>
    /// <param name="peer">Where from; empty where that is not known.</param>
    /// <param name="now">When.</param>
    public MachineTrail Seen(MachineIdentity who, string peer, DateTimeOffset now)
    {
        if (who.BootId.Length == 0)
            return this;
        if (Sightings is [.., var last] && last.Who == who)
            return new([.. Sightings.SkipLast(1), last with { At = now, Peer = peer.Length > 0 ? peer : last.Peer }]);

        MachineSighting? known = Sightings.FirstOrDefault(sighting => sighting.Who == who);
        MachineSighting next = new(who, now, (known?.Returns ?? -1) + 1, peer.Length > 0 ? peer : known?.Peer ?? "");
        return new(
        [
            .. Sightings.Where(sighting => sighting.Who != who && now - sighting.At < Memory).TakeLast(Remembered - 1),
            next,
        ]);
    }
}

/// <summary>One boot of one machine.</summary>
/// <param name="BootId">The boot.</param>
/// <param name="MachineId">The machine; empty where it does not say.</param>
internal readonly record struct MachineIdentity(string BootId, string MachineId)
{
    /// <summary>Who makes a report.</summary>
    /// <param name="report">The report.</param>
    public static MachineIdentity Of(HostReport report) => new(HostFacts.Shorten(report.BootId), HostFacts.Shorten(report.MachineId));

    /// <summary>Who last reported, as the host's object has it.</summary>
    /// <param name="host">The host.</param>
    public static MachineIdentity Of(ElementalHost? host) => new(
        host?.Status?.Facts?.GetValueOrDefault(FactNames.BootId) ?? "", host?.Status?.Facts?.GetValueOrDefault(FactNames.MachineId) ?? "");
}

/// <summary>When a boot last spoke for a host.</summary>
/// <param name="Who">The boot.</param>
/// <param name="At">When.</param>
/// <param name="Returns">How often it came back after another one had spoken.</param>
/// <param name="Peer">Where from; empty where that is not known.</param>
internal sealed record MachineSighting(MachineIdentity Who, DateTimeOffset At, int Returns, string Peer)
{
    /// <summary>The boot in words.</summary>
    public string Name =>
        $"boot {Short(Who.BootId)}" + (Who.MachineId.Length > 0 ? $" of machine {Short(Who.MachineId)}" : "") + (Peer.Length > 0 ? $" at {Peer}" : "");

    private static string Short(string id) => id.Length <= 8 ? id : id[..8];
}
