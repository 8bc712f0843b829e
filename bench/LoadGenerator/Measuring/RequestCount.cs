namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>Requests of one kind within a time.</summary>
internal sealed record RequestCount
{
    public required string Client { get; init; }

    public required string Verb { get; init; }

    public required string Resource { get; init; }

    /// <summary>Whether the answers were errors, such as conflicts.</summary>
    public required bool Refused { get; init; }

    public required long Requests { get; init; }
}
