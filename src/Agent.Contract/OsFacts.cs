namespace ElementalProvider.Agent.Contract;

/// <summary>What an OS plugin can prove about its host now. The agent believes these over its own memory.</summary>
public sealed record OsFacts
{
    /// <summary>Whether the OS is installed on this host.</summary>
    public bool Installed { get; init; }

    /// <summary>Whether bootstrap data is in place, so that it must not be applied again.</summary>
    public BootstrapEvidence Bootstrap { get; init; }

    /// <summary>The version that runs, never the one that was asked for; null where nobody can tell.</summary>
    public string? Version { get; init; }

    /// <summary>Where the image that runs came from; null where nobody can tell.</summary>
    public string? Image { get; init; }

    /// <summary>Digest of the image that runs; null where nobody can tell.</summary>
    public string? Digest { get; init; }

    /// <summary>The kernel that runs; null where nobody can tell.</summary>
    public string? Kernel { get; init; }

    /// <summary>Identifies this boot of the host: another one proves a reboot.</summary>
    public required string BootId { get; init; }

    /// <summary>Which image of the OS runs.</summary>
    public BootState BootState { get; init; }

    /// <summary>The places on the disk that hold an image; empty where the OS has none.</summary>
    public IReadOnlyList<OsSlot> Slots { get; init; } = [];

    /// <summary>The version that a rollback would bring back; null where it could bring back none.</summary>
    public string? RollbackVersion { get; init; }

    /// <summary>Free-form facts for the host's report.</summary>
    public IReadOnlyDictionary<string, string> Reported { get; init; } = new Dictionary<string, string>();
}

/// <summary>A place on the disk that holds an image of the OS.</summary>
/// <param name="Name">What the OS calls it.</param>
/// <param name="Version">The version in it; null for none.</param>
/// <param name="Bootable">Whether it can be booted, as far as anybody knows.</param>
public sealed record OsSlot(string Name, string? Version, bool Bootable);

/// <summary>Which image of the OS a host has booted.</summary>
public enum BootState
{
    /// <summary>The plugin cannot tell.</summary>
    Unknown,

    /// <summary>The image that the host is meant to run.</summary>
    Active,

    /// <summary>The image before that one: the active one could not be booted.</summary>
    Passive,

    /// <summary>The system that wipes and repairs the host.</summary>
    Recovery,

    /// <summary>A system from a medium that is not the host's own disk.</summary>
    Live,
}

/// <summary>What a host shows of bootstrap data.</summary>
public enum BootstrapEvidence
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It is in place and the next boot executes it.</summary>
    RebootRequired,

    /// <summary>It is being executed, or was.</summary>
    Applied,
}
