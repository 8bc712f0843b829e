namespace ElementalProvider.LoadGenerator.Results;

/// <summary>What every scenario tells. The unit of a figure is the last word of its name.</summary>
internal abstract record ScenarioResult
{
    public abstract string Scenario { get; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether the time was up before everything had happened.</summary>
    public required bool TimedOut { get; init; }

    public abstract IReadOnlyList<Goal> Goals { get; }

    public bool Succeeded => !TimedOut && Goals.All(goal => goal.Met);
}
