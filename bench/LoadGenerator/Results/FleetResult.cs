using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Results;

/// <summary>What every scenario with agents tells.</summary>
internal abstract record FleetResult : ScenarioResult
{
    public required int Agents { get; init; }

    /// <summary>Failed attempts by gRPC status; each was tried again.</summary>
    public required IReadOnlyDictionary<string, int> Retries { get; init; }

    /// <summary>Streams that the other side, or the network, ended.</summary>
    public required int StreamsLost { get; init; }

    /// <summary>What the scenario cost.</summary>
    public required Measurement Cost { get; init; }
}
