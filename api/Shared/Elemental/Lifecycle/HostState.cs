namespace ElementalProvider.Api.Elemental.Lifecycle;

/// <summary>
/// Where a host stands in its life. Most states are one value of <c>status.phase</c>; <see cref="HostLifecycle.PhaseOf"/> gives the spelling.
/// </summary>
public enum HostState
{
    /// <summary>There is no ElementalHost for the machine.</summary>
    NotRegistered,

    /// <summary>The ElementalHost is there, the machine has not reported on it yet.</summary>
    Registering,

    /// <summary>The machine sets itself up to come back by itself, and waits for its installation.</summary>
    FinalizingRegistration,

    /// <summary>The operating system is being installed.</summary>
    Installing,

    /// <summary>Installed: free, or serving a machine.</summary>
    Running,

    /// <summary>The OS version is being changed.</summary>
    ReconcilingOsVersion,

    /// <summary>The bootstrap data is being applied.</summary>
    Bootstrapping,

    /// <summary>Somebody at the machine has it wipe itself, and nobody else wants that: the server refuses it.</summary>
    ResetTyped,

    /// <summary>The machine was told to wipe itself and has not written that down yet: a pause still stops it.</summary>
    ResetAsked,

    /// <summary>The machine has written the reset down: it is brought to its end, whatever else is asked for.</summary>
    ResetBegun,

    /// <summary>The machine has booted to wipe itself.</summary>
    Resetting,

    /// <summary>The ElementalHost is gone. A machine that comes back gets a new one.</summary>
    Gone,
}
