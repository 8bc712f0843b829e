using ElementalProvider.Api.Elemental;

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

    /// <summary>Boot in which the bootstrap data was put in place.</summary>
    public string? BootstrapBootId { get; init; }

    /// <summary>When it was, by the host's clock.</summary>
    public DateTimeOffset? BootstrapAt { get; init; }

    /// <summary>Trace context of the directive it was for; a host may reboot into its data, and waits before anybody tells it for whom.</summary>
    public string? BootstrapTraceparent { get; init; }

    /// <summary>How the bootstrap data came to grief; null while it has not, and once the sentinel was seen after all.</summary>
    public BootstrapFailure? BootstrapFailure { get; init; }

    /// <summary>What the host serves since it has bootstrap data; null where the server never said so.</summary>
    public ServingEntry? Serves { get; init; }

    public OperationEntry? Operation { get; init; }

    public ResetEntry? Reset { get; init; }

    /// <summary>
    /// The registration's reset section as JSON, as it was last read: a host must be able to wipe itself when its registration, or the right
    /// to read it, is gone.
    /// </summary>
    public string? ResetConfig { get; init; }

    /// <summary>What journals of older agents say in place of <see cref="Operation"/>; read once and never written.</summary>
    public OlderOsVersion? OsVersion { get; init; }
}

/// <summary>Which machine a host serves, so that it can say so where its object is lost.</summary>
/// <param name="Machine">Name of the ElementalMachine.</param>
/// <param name="Cluster">Name of the Cluster.</param>
/// <param name="BootId">Boot in which the host began to serve.</param>
internal sealed record ServingEntry(string Machine, string Cluster, string BootId);

/// <summary>How far bootstrapping has come. It never goes back, short of a reset.</summary>
internal enum BootstrapStage
{
    None,

    /// <summary>The data may be in place: the plugin's facts tell.</summary>
    Applying,

    /// <summary>The data is in place and is not applied again, whatever becomes of its files.</summary>
    Applied,

    /// <summary>The sentinel was seen; it is gone after the next boot, this is not.</summary>
    Succeeded,
}

/// <summary>Bootstrap data that came to grief.</summary>
/// <param name="HasEnded">Whether the tool that executes it has said so; otherwise it takes too long.</param>
/// <param name="Message">One sentence or two for a person; nothing of the data is in it.</param>
internal sealed record BootstrapFailure(bool HasEnded, string Message);

/// <summary>What tells one operation, and one try of it, from another.</summary>
/// <param name="Id">Names the operation for good.</param>
/// <param name="Attempt">Counts up with each time somebody asks for another try.</param>
/// <param name="Type">What kind it is, a word of <see cref="OperationType"/>.</param>
/// <param name="Wanted">sha256 of what is wanted, hex.</param>
internal sealed record OperationKey(string Id, int Attempt, string Type, string Wanted);

/// <summary>The operation that was last begun, and what became of it.</summary>
internal sealed record OperationEntry
{
    public required OperationKey Key { get; init; }

    /// <summary>A word of <see cref="OperationPhase"/>.</summary>
    public required string Phase { get; init; }

    /// <summary>Boot in which the phase was entered; while it is proved, the boot in which it was applied.</summary>
    public required string BootId { get; init; }

    /// <summary>Why it ended the way it did, where that needs a word.</summary>
    public string? Message { get; init; }
}

/// <summary>How a journal of an older agent knows an OS version.</summary>
/// <param name="Hash">sha256 of what was wanted.</param>
/// <param name="Stage">Applying, Rebooting, Running, Failed or RolledBack.</param>
/// <param name="BootId">Boot in which the stage was entered.</param>
/// <param name="Message">What the plugin said where it failed for good.</param>
internal sealed record OlderOsVersion(string Hash, string Stage, string BootId, string? Message = null)
{
    /// <summary>The same as an operation. What was being applied is looked at anew.</summary>
    public OperationEntry ToOperation() => new()
    {
        Key = new OperationKey(OlderIdOf(Hash), 0, OperationType.Upgrade, Hash),
        Phase = Stage switch
        {
            "Rebooting" => OperationPhase.Rebooting,
            "Running" => OperationPhase.Succeeded,
            "Failed" => OperationPhase.Failed,
            "RolledBack" => OperationPhase.RolledBack,
            _ => OperationPhase.Preparing,
        },
        BootId = BootId,
        Message = Message,
    };

    /// <summary>The id of the operation that brings a host to a version where the manager knows no operations.</summary>
    /// <param name="hash">sha256 of the version.</param>
    public static string OlderIdOf(string hash) => IdPrefix + (hash.Length > HashDigits ? hash[..HashDigits] : hash);

    /// <summary>Whether an id was made by <see cref="OlderIdOf"/>.</summary>
    /// <param name="id">The id of an operation.</param>
    public static bool IsOlderId(string id) => id.StartsWith(IdPrefix, StringComparison.Ordinal);

    private const string IdPrefix = "osversion-";
    private const int HashDigits = 12;
}

/// <summary>A reset that has begun. It is always brought to its end.</summary>
internal sealed record ResetEntry
{
    public ResetStage Stage { get; init; }

    /// <summary>Boot in which the stage was entered.</summary>
    public required string BootId { get; init; }

    /// <summary>Boot in which the reset was last asked for, which must not be the one that wipes; null where somebody ran the reset by hand.</summary>
    public string? RequestedBootId { get; init; }

    /// <summary>In how many boots the reset was asked for: more than one where the host came up with its installed system instead of recovery.</summary>
    public int Attempts { get; init; }

    /// <summary>What the wipe removed: the evidence for the server.</summary>
    public IReadOnlyList<string> WipedPaths { get; init; } = [];
}

/// <summary>How far a reset has come.</summary>
internal enum ResetStage
{
    /// <summary>The next boot is to be the one that wipes.</summary>
    Triggered,

    /// <summary>The server has agreed; the host is being wiped.</summary>
    Wiping,

    /// <summary>The host is wiped; the server must take the evidence.</summary>
    Wiped,

    /// <summary>The server has let the host go: only its identity is left to delete.</summary>
    Released,
}
