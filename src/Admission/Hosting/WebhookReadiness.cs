using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ElementalProvider.Admission.Hosting;

/// <summary>Whether the API server can ask: the server listens and does not stop. Rules look nothing up, so there is nothing else to wait for.</summary>
internal sealed class WebhookReadiness(IHostApplicationLifetime lifetime) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The admission webhooks are shutting down.")
            : !lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Unhealthy("The admission webhooks do not listen yet.")
            : HealthCheckResult.Healthy());
}
