using System.Collections.Frozen;

namespace ElementalProvider.Api.Elemental;

/// <summary>The words in which an agent tells what it did. They name metrics and traces, so there is a fixed number of them.</summary>
public static class HostSteps
{
    /// <summary>A word that this version does not know.</summary>
    public const string Other = "Other";

    /// <summary>The host becomes known and comes back by itself.</summary>
    public const string Registration = "Registration";

    /// <summary>The operating system is put on the host.</summary>
    public const string Installation = "Installation";

    /// <summary>The host becomes a node.</summary>
    public const string Bootstrap = "Bootstrap";

    /// <summary>The host is wiped.</summary>
    public const string Reset = "Reset";

    /// <summary>The step did what it was for.</summary>
    public const string Done = "Done";

    /// <summary>The operating system said no, and would say so again.</summary>
    public const string Refused = "Refused";

    /// <summary>It did not work this time.</summary>
    public const string Failed = "Failed";

    /// <summary>Something else had to be done first.</summary>
    public const string CutShort = "CutShort";

    /// <summary>Everything a step can be for.</summary>
    public static FrozenSet<string> Operations { get; } = Words(Registration, Installation, Bootstrap, OperationType.Upgrade, Reset);

    /// <summary>All steps.</summary>
    public static FrozenSet<string> Steps { get; } = Words(
        "Register", "FinalizeRegistration", "Install", "Bootstrap", "AwaitBootstrap",
        "Check", "Prepare", "Apply", "Verify", "Abort",
        "TriggerReset", "AnnounceReset", "Wipe", "ShowEvidence");

    /// <summary>All ways a step can end.</summary>
    public static FrozenSet<string> Results { get; } = Words(Done, Refused, Failed, CutShort);

    private static FrozenSet<string> Words(params string[] words) => words.ToFrozenSet(StringComparer.Ordinal);
}
