namespace ElementalProvider.Controllers.Machines;

/// <summary>Whether a host can be claimed, and if not, what stands against it most.</summary>
internal enum HostAvailability
{
    /// <summary>The operating system is not installed yet.</summary>
    NotInstalled,

    /// <summary>It serves a machine.</summary>
    Claimed,

    /// <summary>It wipes itself, or must.</summary>
    BeingReset,

    /// <summary>The object is being deleted.</summary>
    BeingDeleted,

    /// <summary>It is paused, or on its way to another management cluster.</summary>
    Paused,

    /// <summary>Installed, and nobody's.</summary>
    Free,
}
