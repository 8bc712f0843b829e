using System.Text;
using ElementalProvider.Agent.Journaling;
using ElementalProvider.AgentGateway;
using ElementalProvider.AgentGateway.Presence;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Controllers.Hosts;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Registrations;
using ElementalProvider.Lifecycle.Tests.Api;

namespace ElementalProvider.Lifecycle.Tests.Model;

/// <summary>
/// What the product decides, and what it rests upon. A test that must fail puts something wrong in the place of one of them; all the rest is the
/// product as it is.
/// </summary>
internal sealed record Rules
{
    public Func<MachineSeen, MachineStep> ForMachine { get; init; } = MachineDecisions.Next;

    public Func<HostSeen, HostStep> ForHost { get; init; } = HostDecisions.Next;

    public Func<RegistrationSeen, RegistrationStep> ForRegistration { get; init; } = RegistrationDecisions.Next;

    public GatewayDecisions Gateway { get; init; } = new();

    /// <summary>What a replica does about whether a host is there.</summary>
    public Func<PresenceSeen, TimeSpan, PresenceStep> Presence { get; init; } = HostPresence.Next;

    /// <summary>What the gateway hears of a host that registers.</summary>
    public Func<RegisterHostRequest, RegisterHostRequest> Registering { get; init; } = static request => request;

    /// <summary>The API server.</summary>
    public ApiRules Api { get; init; } = new();

    /// <summary>What an agent notes in place of what it meant to: its journal before, and as it meant it to be.</summary>
    public Func<Journal, Journal, Journal> Note { get; init; } = static (_, after) => after;

    /// <summary>What an agent reads from its journal's file in a boot.</summary>
    public Func<byte[]?, string, byte[]?> Journal { get; init; } = static (file, _) => file;

    /// <summary>What an agent hears of a directive.</summary>
    public Func<HostDirective, HostDirective> Heard { get; init; } = static directive => directive;

    /// <summary>Whether a farewell that was said is said again with every later directive.</summary>
    public bool FarewellsLast { get; init; } = true;

    /// <summary>Whether the writer of an older stream writes no more once there is a newer one.</summary>
    public bool OlderStreamsStop { get; init; } = true;

    /// <summary>Whether reconcilers read what they wrote before their caches have it.</summary>
    public bool WritesAreRead { get; init; } = true;

    /// <summary>Whether writers notice that what they wrote is gone.</summary>
    public bool WritersHearOfDeletions { get; init; } = true;

    /// <summary>Whether who has reserved a host may have it.</summary>
    public bool ReservationsAreOnesOwn { get; init; } = true;

    /// <summary>Whether what was cut off by the end of a term is done in the next one.</summary>
    public bool CutOffWorkIsDoneAgain { get; init; } = true;

    /// <summary>A journal in which every boot is this one.</summary>
    public static byte[]? AsOfThisBoot(byte[]? file, string bootId)
    {
        if (file is null)
            return null;

        string host = bootId[..bootId.LastIndexOf("-boot", StringComparison.Ordinal)];
        return Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(
            Encoding.UTF8.GetString(file), $"{host}-boot[0-9]+", bootId, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }
}
