using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Informers;
using ElementalProvider.ControllerRuntime.LeaderElection;
using ElementalProvider.ControllerRuntime.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>
/// Runs the informers on every replica and, once the caches are filled and as long as this replica may, the controllers. A lease that is lost
/// ends a term and not the process, which goes on serving agents and may lead again. Everything ends in the opposite order: controllers, lease,
/// informers.
/// </summary>
internal sealed class ControllerHost(
    IEnumerable<ControllerRegistration> registrations,
    ControllerFactory factory,
    InformerPool informers,
    ControllerRuntimeHealth health,
    RuntimeMetrics metrics,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    IOptions<ControllerRuntimeOptions> options,
    TimeProvider timeProvider,
    ILoggerFactory loggers) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Controller> controllers = [.. registrations.Select(factory.Make)];
        using CancellationTokenSource informersStopping = new();
        informers.Start(informersStopping.Token);
        try
        {
            await Task.WhenAll(controllers.Select(controller => controller.Synced)).WaitAsync(stoppingToken);
            if (options.Value.LeaderElection)
            {
                await LeadAsync(controllers, stoppingToken);
                return;
            }

            health.Enter(ControllerRuntimeHealth.Phase.Active);
            await WorkAsync(controllers, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before the caches were filled, or while another replica led.
            return;
        }
        finally
        {
            health.Enter(ControllerRuntimeHealth.Phase.Stopped);
            await informersStopping.CancelAsync();
            await informers.StoppedAsync();
        }
    }

    private async Task LeadAsync(List<Controller> controllers, CancellationToken stoppingToken)
    {
        string lease = options.Value.LeaseName;
        LeaderElector elector = new(
            services.GetRequiredService<IKubernetesClient>().Resource<V1Lease>(),
            options.Value,
            timeProvider,
            loggers.CreateLogger("ElementalProvider.ControllerRuntime.LeaderElector"));
        Follow(lease);
        await elector.RunAsync(
            async term =>
            {
                metrics.Leads(lease, true);
                health.Enter(ControllerRuntimeHealth.Phase.Active);
                // At once, and not when the last reconcile has noticed: others go by it.
                using CancellationTokenRegistration over = term.Register(() => Follow(lease));
                try
                {
                    await WorkAsync(controllers, term);
                }
                finally
                {
                    // The work may end on the thread that cancels it, before that comes to the registration.
                    Follow(lease);
                }
            },
            // Work that does not notice its cancellation must not outlive the leadership: the whole process ends.
            lifetime.StopApplication,
            stoppingToken);
    }

    private void Follow(string lease)
    {
        health.Enter(ControllerRuntimeHealth.Phase.AwaitingLeadership);
        metrics.Leads(lease, false);
    }

    private static async Task WorkAsync(List<Controller> controllers, CancellationToken cancellationToken)
    {
        await Task.WhenAll(controllers.Select(controller => controller.RunAsync(cancellationToken)));

        // A process without controllers still holds what it was given until it is told to stop.
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
