namespace ElementalProvider.Agent.Signals;

/// <summary>How long the agent pauses after a failure.</summary>
internal sealed record RetryPolicy
{
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause before talking to the server again.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Uniform numbers from [0, 1).</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Pauses before talking to the server again.</summary>
    public FullJitterBackoff Connecting() => new(First, Cap, Random);
}
