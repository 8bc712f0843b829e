using ElementalProvider.Api.Meta;

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
    private readonly Backoff ceilings = new(first, cap);
    private int failures;

    /// <summary>The pause before the next try.</summary>
    public TimeSpan Next()
    {
        // Long at its cap by then, and no number that runs over.
        failures = Math.Min(failures + 1, 1000);
        return ceilings.After(failures) * random();
    }

    /// <summary>Begins again with the first ceiling; called after a success.</summary>
    public void Reset() => failures = 0;
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
