namespace ElementalProvider.Agent.Bootstrapping;

/// <summary>What the tool that executes bootstrap data on this host has left of it. It may hold parts of the data: a secret.</summary>
internal sealed record BootstrapTrace
{
    /// <summary>Nothing is there.</summary>
    public static BootstrapTrace None { get; } = new();

    /// <summary>Name of the tool; null where none has left anything.</summary>
    public string? Tool { get; init; }

    /// <summary>Whether the tool has come to its end.</summary>
    public bool HasEnded { get; init; }

    /// <summary>What it was last doing; null where it does not say.</summary>
    public string? Stage { get; init; }

    /// <summary>Its own words for what went wrong.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The last lines of its log.</summary>
    public IReadOnlyList<string> Tail { get; init; } = [];

    /// <summary>Where its log is; null where that is no file.</summary>
    public string? Log { get; init; }

    /// <summary>Whether the tool is done and says itself that it failed.</summary>
    public bool HasFailed => HasEnded && Errors.Count > 0;

    /// <summary>Leaves the content out.</summary>
    public override string ToString() => $"{nameof(BootstrapTrace)} {Tool}";
}
