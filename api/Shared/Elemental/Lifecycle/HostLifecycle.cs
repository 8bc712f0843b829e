using System.Collections.Frozen;
using static ElementalProvider.Api.Elemental.Lifecycle.HostState;

namespace ElementalProvider.Api.Elemental.Lifecycle;

/// <summary>
/// The life of a host as one table. The gateway drops reports that contradict it, the agent names its transitions by it, the page on concepts
/// draws it, and the tests of the whole system hold every change they see against it.
/// </summary>
public static class HostLifecycle
{
    /// <summary>Every change of a host's state that can happen.</summary>
    public static IReadOnlyList<HostTransition> Table { get; } =
    [
        new([NotRegistered], "the machine registers", "the registration token is valid, and the name is free", Registering),
        new([Registering], "the machine is new", "", FinalizingRegistration),
        new([Registering], "the machine comes back", "it is installed", Running),
        new([FinalizingRegistration], "the installation starts", "the agent was told to install", Installing),
        new([Installing], "the installation is cut off", "", FinalizingRegistration),
        new([FinalizingRegistration], "the operating system is found installed", "", Running),
        new([Installing], "the operating system is installed", "", Running),

        new([Running, Bootstrapping], "an OS version is applied", "not bootstrapped, or in-place-update=pending; not rolled back before", ReconcilingOsVersion),
        new([ReconcilingOsVersion], "the OS version is settled", "it runs, was rolled back, failed, or is not asked for any more", Running),
        new([Running, ReconcilingOsVersion], "bootstrap data is applied", "a machine has claimed the host, no OS version is outstanding", Bootstrapping),
        new([Bootstrapping], "the bootstrap sentinel appears", "", Running),
        new([Running, ReconcilingOsVersion, Bootstrapping], "the agent's journal is lost", "", FinalizingRegistration),

        new([Running, ReconcilingOsVersion, Bootstrapping], "a reset is typed at the machine", "it serves a machine, and nobody else has asked for it, so that the server refuses it", ResetTyped),
        new([ResetTyped], "the typed reset is given up", "", Running),

        new([Registering, FinalizingRegistration, Installing, Running, ReconcilingOsVersion, Bootstrapping, ResetTyped], "a reset is asked for", "somebody deletes its machine or the host, or it came back after it was detached; not paused, not moved", ResetAsked),
        new([ResetAsked], "the reset is called off", "the pause or the move came before the agent wrote the reset down", Running),
        new([ResetAsked], "the reset is written down", "", ResetBegun),
        new([ResetBegun], "the recovery system boots", "", Resetting),
        new([Resetting], "the installed system boots instead", "the wipe was cut off", ResetBegun),
        new([Resetting], "the wipe is proved", "from another boot than the one that asked for it", Gone),
        new([Registering, FinalizingRegistration, Installing, Running, ReconcilingOsVersion, Bootstrapping, ResetTyped, ResetAsked, ResetBegun, Resetting], "the object is let go", "detached by a person, moved to another management cluster, or deleted by nobody who meant the host", Gone),
    ];

    private static readonly FrozenDictionary<string, HostState[]> StatesByPhase = Enum.GetValues<HostState>()
        .Where(state => PhaseOf(state).Length > 0)
        .GroupBy(PhaseOf, StringComparer.Ordinal)
        .ToFrozenDictionary(states => states.Key, states => states.ToArray(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<HostState, FrozenSet<HostState>> ReachableFrom =
        Enum.GetValues<HostState>().ToFrozenDictionary(state => state, Reach);

    /// <summary>
    /// Whether a host that was last known in one phase can be in another one now, whatever phases between them went unseen. What cannot be is
    /// late news of a time that is over, such as Running of a host that is wiping itself.
    /// </summary>
    /// <param name="before">The phase last known; null or empty before the first report.</param>
    /// <param name="after">The phase reported now. One that this version does not know can always follow: the agent may be newer.</param>
    /// <param name="mustReset">Whether the host has to be wiped. Otherwise what looks like a wipe can only be one that nobody asked for.</param>
    public static bool CanFollow(string? before, string? after, bool mustReset) =>
        string.IsNullOrEmpty(after)
        || StatesOf(before) is not { } from
        || StatesOf(after) is not { } to
        || Array.Exists(from, start => start != Unmeant(mustReset)
            && Array.Exists(to, end => start == end || ReachableFrom[start].Contains(end)));

    /// <summary>The row that leads from one phase straight to another; null where there is none or a phase is not known.</summary>
    /// <param name="before">The phase before; null or empty before the first report.</param>
    /// <param name="after">The phase after.</param>
    public static HostTransition? Between(string? before, string? after) =>
        StatesOf(before) is { } from && StatesOf(after) is { } to && before != after
            ? Table.FirstOrDefault(row => to.Contains(row.To) && row.From.Any(from.Contains))
            : null;

    /// <summary>How <c>status.phase</c> spells a state; empty where the host has no phase.</summary>
    /// <param name="state">The state.</param>
    public static string PhaseOf(HostState state) => state switch
    {
        FinalizingRegistration => HostPhase.FinalizingRegistration,
        Installing => HostPhase.Installing,
        Running => HostPhase.Running,
        ReconcilingOsVersion => HostPhase.ReconcilingOsVersion,
        Bootstrapping => HostPhase.Bootstrapping,
        ResetAsked or ResetBegun => HostPhase.TriggeringReset,
        ResetTyped or Resetting => HostPhase.Resetting,
        Registering => HostPhase.Registering,
        _ => "",
    };

    private static HostState Unmeant(bool mustReset) => mustReset ? ResetTyped : Resetting;

    private static HostState[]? StatesOf(string? phase) =>
        string.IsNullOrEmpty(phase) ? [Registering] : StatesByPhase.GetValueOrDefault(phase);

    private static FrozenSet<HostState> Reach(HostState start)
    {
        HashSet<HostState> reached = [];
        Stack<HostState> open = new([start]);
        while (open.TryPop(out HostState state))
        {
            foreach (HostTransition row in Table.Where(row => row.From.Contains(state) && reached.Add(row.To)))
                open.Push(row.To);
        }

        return reached.ToFrozenSet();
    }
}
