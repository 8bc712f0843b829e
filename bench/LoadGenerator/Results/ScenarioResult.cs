using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>What every scenario tells. The unit of a figure is the last word of its name.</summary>
internal abstract record ScenarioResult
{
    public abstract string Scenario { get; }

    public required DateTimeOffset StartedAt { get; init; }

    public required int Agents { get; init; }

    /// <summary>Whether the time was up before everything had happened.</summary>
    public required bool TimedOut { get; init; }

    /// <summary>Failed attempts by gRPC status; each was tried again.</summary>
    public required IReadOnlyDictionary<string, int> Retries { get; init; }

    /// <summary>Streams that the other side, or the network, ended.</summary>
    public required int StreamsLost { get; init; }

    /// <summary>What the scenario cost.</summary>
    public required Measurement Cost { get; init; }

    public abstract IReadOnlyList<Goal> Goals { get; }

    public bool Succeeded => !TimedOut && Goals.All(goal => goal.Met);
}
