using ElementalProvider.LoadGenerator.Results;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>Something that happens to a fleet, measured.</summary>
internal interface IScenario
{
    /// <summary>Sets up, measures and cleans up.</summary>
    Task<ScenarioResult> RunAsync(CancellationToken cancellationToken);
}
