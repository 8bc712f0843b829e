namespace ElementalProvider.Agent.Journaling;

/// <summary>The OS version that was last asked for, and what became of it.</summary>
internal sealed record OsVersionEntry
{
    public required string Hash { get; init; }

    public OsVersionStage Stage { get; init; }

    /// <summary>Boot in which the stage was entered.</summary>
    public required string BootId { get; init; }

    /// <summary>What the plugin said where it failed for good.</summary>
    public string? Message { get; init; }
}
