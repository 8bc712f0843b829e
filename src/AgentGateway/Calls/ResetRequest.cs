namespace ElementalProvider.AgentGateway.Calls;

/// <summary>The host's side of a reset: that it is about to wipe itself or, with evidence, that it has.</summary>
internal sealed record ResetRequest
{
    /// <summary>The boot that makes the call; empty where an older agent does not say.</summary>
    public string BootId { get; init; } = "";

    /// <summary>What there is to show for the wipe; null before it.</summary>
    public ResetEvidence? Evidence { get; init; }
}

/// <summary>What a host can show for having been wiped.</summary>
internal sealed record ResetEvidence
{
    /// <summary>Boot in which the wipe ran.</summary>
    public string BootId { get; init; } = "";

    /// <summary>What was wiped.</summary>
    public IReadOnlyList<string> WipedPaths { get; init; } = [];

    /// <summary>Boot in which the reset was asked for; empty where the host cannot tell.</summary>
    public string RequestedBootId { get; init; } = "";
}
