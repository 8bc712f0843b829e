using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ElementalProvider.AgentGateway.Hosting;

/// <summary>
/// Whether agents can be served: the server listens, and the caches that every answer depends on are filled. Before that, an absent host or
/// Cluster means nothing.
/// </summary>
internal sealed class GatewayReadiness(IInformers informers, HostStreams streams, IHostApplicationLifetime lifetime) : IHealthCheck
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private readonly Task _synced = Task.WhenAll(
        informers.Get<ElementalRegistration>().Synced, informers.Get<ElementalHost>().Synced, informers.Get<Cluster>().Synced);

    /// <summary>Lets a call pass once the caches are filled.</summary>
    /// <exception cref="RefusedException">UNAVAILABLE: they are not yet.</exception>
    public void Require()
    {
        if (!_synced.IsCompletedSuccessfully)
            throw new RefusedException(Refusal.Unavailable(RefusalReasons.Starting, "this replica of the manager is starting: its caches are not filled yet", RetryAfter));
    }

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            streams.IsDraining || lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The agent gateway is shutting down.")
            : !lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Unhealthy("The agent gateway does not listen yet.")
            : !_synced.IsCompletedSuccessfully ? HealthCheckResult.Unhealthy("The caches of the agent gateway are not filled yet.")
            : HealthCheckResult.Healthy());
}
