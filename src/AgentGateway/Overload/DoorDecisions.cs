using System.Runtime.InteropServices;

namespace ElementalProvider.AgentGateway.Overload;

/// <summary>What somebody has come with, the most urgent first.</summary>
internal enum Errand
{
    /// <summary>A call of a host that is known: it waits for the answer.</summary>
    KnownHost,

    /// <summary>The report of a host that is known: nobody waits for it, and only the newest counts.</summary>
    Report,

    /// <summary>A machine that wants to become a host.</summary>
    Newcomer,
}

/// <summary>What becomes of somebody who has come.</summary>
internal enum Welcome
{
    /// <summary>The work begins now.</summary>
    Enter,

    /// <summary>It begins when it is its turn, soon enough for whoever waits for it.</summary>
    Wait,

    /// <summary>It would begin when nobody waits for it any more.</summary>
    ComeBack,
}

/// <summary>How much work is begun at a time.</summary>
internal sealed record DoorLimits
{
    /// <summary>Work at a time that needs the Kubernetes API.</summary>
    public required int AtWork { get; init; }

    /// <summary>How many may wait besides, of known hosts and of newcomers each; reports always may, there is one a host.</summary>
    public int Waiting { get; init; } = 1024;

    /// <summary>How long somebody may have to wait: much less than the deadline of a call, which has begun long before it came here.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The soonest that somebody is asked to come back.</summary>
    public TimeSpan Soonest { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The latest.</summary>
    public TimeSpan Latest { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Newcomers at work while others are there too.</summary>
    public int MostNewcomers => Math.Max(1, AtWork / 2);

    /// <summary>Newcomers at work however many others wait: known hosts come first, but not for ever.</summary>
    public int LeastNewcomers => Math.Max(1, AtWork / 8);
}

/// <summary>Who is at work and who waits.</summary>
/// <param name="AtWork">All who are at work.</param>
/// <param name="Newcomers">The newcomers among them.</param>
/// <param name="KnownWaiting">Calls of known hosts that wait.</param>
/// <param name="ReportsWaiting">Reports that wait.</param>
/// <param name="NewcomersWaiting">Newcomers that wait.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DoorSeen(int AtWork, int Newcomers, int KnownWaiting, int ReportsWaiting, int NewcomersWaiting);

/// <summary>Who may begin with work, who waits, and who is told when to come back: pure, so that it can be read and tested by a table.</summary>
internal static class DoorDecisions
{
    /// <summary>How many more are asked back than the pace allows for: it can only be seen to grow where it is asked for more.</summary>
    private const double Surplus = 1.25;

    /// <summary>The time in which an old pace is forgotten.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    /// <summary>What becomes of somebody who has come.</summary>
    /// <param name="errand">With what.</param>
    /// <param name="seen">Who is there already.</param>
    /// <param name="pace">Newcomers a second, as was measured.</param>
    /// <param name="limits">The limits.</param>
    public static Welcome Admit(Errand errand, DoorSeen seen, double pace, DoorLimits limits) => errand switch
    {
        Errand.KnownHost when seen.AtWork < limits.AtWork => Welcome.Enter,
        Errand.KnownHost => seen.KnownWaiting < limits.Waiting ? Welcome.Wait : Welcome.ComeBack,
        Errand.Report => seen.AtWork < limits.AtWork ? Welcome.Enter : Welcome.Wait,
        _ when seen.NewcomersWaiting == 0 && MayNewcomerEnter(seen, limits) => Welcome.Enter,
        _ => seen.NewcomersWaiting < Math.Clamp(pace * limits.Patience.TotalSeconds, limits.LeastNewcomers, limits.Waiting) ? Welcome.Wait : Welcome.ComeBack,
    };

    /// <summary>Whose turn it is now; null where nobody may begin.</summary>
    /// <param name="seen">Who is there.</param>
    /// <param name="limits">The limits.</param>
    public static Errand? Next(DoorSeen seen, DoorLimits limits) => seen switch
    {
        { NewcomersWaiting: > 0 } when seen.Newcomers < limits.LeastNewcomers => Errand.Newcomer,
        _ when seen.AtWork >= limits.AtWork => null,
        { KnownWaiting: > 0 } => Errand.KnownHost,
        { ReportsWaiting: > 0 } => Errand.Report,
        { NewcomersWaiting: > 0 } when MayNewcomerEnter(seen, limits) => Errand.Newcomer,
        _ => null,
    };

    /// <summary>The pace after some more have been served; an older one counts the less the longer ago it was.</summary>
    /// <param name="pace">The pace before, a second.</param>
    /// <param name="served">How many since.</param>
    /// <param name="elapsed">In which time.</param>
    public static double Pace(double pace, int served, TimeSpan elapsed) => elapsed <= TimeSpan.Zero
        ? pace
        : (served / elapsed.TotalSeconds) + ((pace - (served / elapsed.TotalSeconds)) * Math.Exp(-elapsed / Memory));

    /// <summary>
    /// When somebody is asked to come back: after those who were asked before, at the pace of now, so that they do not come together again.
    /// </summary>
    /// <param name="last">How long from now the last one who was asked comes back; nothing or less where nobody is to come.</param>
    /// <param name="pace">Newcomers a second, as was measured.</param>
    /// <param name="random">A number from [0, 1), for those who hear the same at the same time from several replicas.</param>
    /// <param name="limits">The limits.</param>
    /// <returns>How long to stay away, and how long from now the last one comes back now.</returns>
    public static (TimeSpan StayAway, TimeSpan Last) ComeBack(TimeSpan last, double pace, double random, DoorLimits limits)
    {
        TimeSpan mine = (last > limits.Soonest ? last : limits.Soonest) + TimeSpan.FromSeconds(1 / (Math.Max(pace, 1) * Surplus));
        return mine < limits.Latest
            ? (mine * (0.9 + (0.2 * random)), mine)
            // Further ahead nothing is known: they come spread over the time, and are asked again.
            : (limits.Latest * (0.5 + (0.5 * random)), limits.Latest);
    }

    private static bool MayNewcomerEnter(DoorSeen seen, DoorLimits limits) =>
        seen.Newcomers < limits.LeastNewcomers
        || (seen is { KnownWaiting: 0, ReportsWaiting: 0 } && seen.AtWork < limits.AtWork && seen.Newcomers < limits.MostNewcomers);
}
