using ElementalProvider.ControllerRuntime.Informers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>Knows what the runtime is waiting for.</summary>
/// <param name="informers">The caches.</param>
internal sealed class ControllerRuntimeHealth(InformerPool informers) : IHealthCheck
{
    private volatile Phase _phase = Phase.Starting;

    public enum Phase
    {
        Starting,
        AwaitingLeadership,
        Active,
        Stopped,
    }

    /// <summary>Whether all caches are filled and the controllers run or wait for leadership.</summary>
    public bool IsReady => WaitingFor.Count == 0;

    /// <summary>Whether the controllers of this replica run.</summary>
    public bool IsActive => _phase == Phase.Active;

    /// <summary>What is not ready yet, one sentence each; empty when all is.</summary>
    public IReadOnlyList<string> WaitingFor =>
    [
        .. informers.All.Where(informer => !informer.Synced.IsCompletedSuccessfully).Select(informer => $"The cache of {informer.Name} is not filled yet."),
        .. _phase switch
        {
            Phase.Starting => ["The controllers have not started yet."],
            Phase.Stopped => (string[])["The controllers have stopped."],
            _ => [],
        },
    ];

    public void Enter(Phase phase) => _phase = phase;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> waitingFor = WaitingFor;
        return Task.FromResult(waitingFor.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join(' ', waitingFor)));
    }
}
