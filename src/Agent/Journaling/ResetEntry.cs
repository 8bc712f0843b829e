namespace ElementalProvider.Agent.Journaling;

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
