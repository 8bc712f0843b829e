using System.Collections.Frozen;

namespace ElementalProvider.Api.Elemental;

/// <summary>What a host is doing, as <c>status.phase</c> spells it.</summary>
public static class HostPhase
{
    /// <summary>The host is about to be known.</summary>
    public const string Registering = "Registering";

    /// <summary>The host is known and sets itself up to come back by itself.</summary>
    public const string FinalizingRegistration = "Finalizing Registration";

    /// <summary>The operating system is being installed.</summary>
    public const string Installing = "Installing";

    /// <summary>The bootstrap data is being applied.</summary>
    public const string Bootstrapping = "Bootstrapping";

    /// <summary>The host is installed and waits for work, or serves a machine.</summary>
    public const string Running = "Running";

    /// <summary>The host prepares to boot into the system that wipes it.</summary>
    public const string TriggeringReset = "Triggering Reset";

    /// <summary>The host is being wiped.</summary>
    public const string Resetting = "Resetting";

    /// <summary>The OS version is being changed.</summary>
    public const string ReconcilingOsVersion = "Reconciling OS Version";

    /// <summary>All of them.</summary>
    public static FrozenSet<string> All { get; } = new[]
    {
        Registering, FinalizingRegistration, Installing, Bootstrapping, Running, TriggeringReset, Resetting, ReconcilingOsVersion,
    }.ToFrozenSet(StringComparer.Ordinal);
}
