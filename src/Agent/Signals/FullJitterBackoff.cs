namespace ElementalProvider.Agent.Signals;

/// <summary>
/// Pauses between tries: each is random between nothing and a ceiling that doubles up to a cap, so that a fleet that failed together does
/// not come back together.
/// </summary>
/// <param name="first">The first ceiling.</param>
/// <param name="cap">The last ceiling.</param>
/// <param name="random">Uniform numbers from [0, 1).</param>
internal sealed class FullJitterBackoff(TimeSpan first, TimeSpan cap, Func<double> random)
{
    private TimeSpan ceiling = Min(first, cap);

    /// <summary>The pause before the next try.</summary>
    public TimeSpan Next()
    {
        TimeSpan pause = ceiling * random();
        ceiling = Min(ceiling * 2, cap);
        return pause;
    }

    /// <summary>Begins again with the first ceiling; called after a success.</summary>
    public void Reset() => ceiling = Min(first, cap);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

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
