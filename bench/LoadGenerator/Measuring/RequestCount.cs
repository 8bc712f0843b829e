namespace ElementalProvider.LoadGenerator.Measuring;

/// <summary>Requests of one kind within a time.</summary>
internal sealed record RequestCount
{
    public required string Client { get; init; }

    public required string Verb { get; init; }

    public required string Resource { get; init; }

    public required long Requests { get; init; }
}
