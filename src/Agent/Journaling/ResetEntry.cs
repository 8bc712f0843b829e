namespace ElementalProvider.Agent.Journaling;

/// <summary>A reset that has begun. It is always brought to its end.</summary>
internal sealed record ResetEntry
{
    public ResetStage Stage { get; init; }

    /// <summary>Boot in which the stage was entered.</summary>
    public required string BootId { get; init; }

    /// <summary>What the wipe removed: the evidence for the server.</summary>
    public IReadOnlyList<string> WipedPaths { get; init; } = [];
}
