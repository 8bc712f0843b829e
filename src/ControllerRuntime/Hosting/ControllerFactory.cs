using ElementalProvider.ControllerRuntime.Metrics;
using ElementalProvider.ControllerRuntime.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime.Hosting;

/// <summary>Makes controllers of what was registered.</summary>
internal sealed class ControllerFactory(
    IServiceProvider services,
    IInformers informers,
    RuntimeMetrics metrics,
    IOptions<ControllerRuntimeOptions> options,
    TimeProvider timeProvider,
    ILoggerFactory loggers)
{
    public Controller Make(ControllerRegistration registration)
    {
        WorkQueue<ObjectKey> queue = new(new WorkQueueOptions { Name = registration.Name }, timeProvider, metrics.ForQueue(registration.Name));
        ControllerSources sources = new(informers, queue, options.Value.WatchFilter);
        registration.Builder.Bind(sources);
        return new Controller(
            registration.Name,
            (IReconciler)services.GetRequiredService(registration.Reconciler),
            queue,
            sources.Admits,
            registration.Builder.Workers ?? options.Value.DefaultWorkers,
            sources.Synced,
            metrics,
            timeProvider,
            loggers.CreateLogger("ElementalProvider.ControllerRuntime.Controller"));
    }
}
