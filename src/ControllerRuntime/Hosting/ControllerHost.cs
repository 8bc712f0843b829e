using ElementalProvider.ControllerRuntime.Informers;
using ElementalProvider.ControllerRuntime.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>Runs the informers and, once their caches are filled and this replica may, the controllers.</summary>
internal sealed class ControllerHost(
    IEnumerable<ControllerRegistration> registrations,
    IServiceProvider services,
    InformerPool informers,
    IOptions<ControllerRuntimeOptions> options,
    TimeProvider timeProvider,
    ILoggerFactory loggers) : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger("ElementalProvider.ControllerRuntime.Controller");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<(Controller Controller, ControllerSources Sources, int Workers)> controllers = [.. registrations.Select(Build)];
        using CancellationTokenSource informersStopping = new();
        informers.Start(informersStopping.Token);
        try
        {
            await Task.WhenAll(controllers.Select(each => each.Sources.Synced)).WaitAsync(stoppingToken);
            await Task.WhenAll(controllers.Select(each => each.Controller.RunAsync(each.Workers, stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped before the caches were filled.
            return;
        }
        finally
        {
            await informersStopping.CancelAsync();
            await informers.StoppedAsync();
        }
    }

    private (Controller, ControllerSources, int) Build(ControllerRegistration registration)
    {
        WorkQueue<ObjectKey> queue = new(new WorkQueueOptions { Name = registration.Name }, timeProvider);
        ControllerSources sources = new(informers, queue, options.Value.WatchFilter);
        registration.Builder.Bind(sources);
        Controller controller = new(
            registration.Name, (IReconciler)services.GetRequiredService(registration.Reconciler), queue, key => sources.Admits(key), _logger);
        return (controller, sources, registration.Builder.Workers ?? options.Value.DefaultWorkers);
    }
}
