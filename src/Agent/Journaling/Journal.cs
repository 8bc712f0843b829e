namespace ElementalProvider.Agent.Journaling;

/// <summary>
/// What the agent must not forget over a crash or a reboot. It is on disk before each step that cannot be undone. Truth about the host is
/// in the OS plugin's facts; the journal holds only what those cannot show.
/// </summary>
internal sealed record Journal
{
    /// <summary>The server has taken this host's name and key.</summary>
    public bool Registered { get; init; }

    /// <summary>Host name and configuration of the registration are on the host.</summary>
    public bool Finalized { get; init; }

    public bool Installed { get; init; }

    /// <summary>Boot in which the OS installation was begun.</summary>
    public string? InstallBootId { get; init; }

    public BootstrapStage Bootstrap { get; init; }

    public OsVersionEntry? OsVersion { get; init; }

    public ResetEntry? Reset { get; init; }

    /// <summary>
    /// The registration's reset section as JSON, as it was last read: a host must be able to wipe itself when its registration, or the right
    /// to read it, is gone.
    /// </summary>
    public string? ResetConfig { get; init; }
}
