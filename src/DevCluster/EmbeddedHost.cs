using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster;

/// <summary>Hosts of controllers within this process. They leave signals to the command line, which stops them in the right order.</summary>
internal static class EmbeddedHost
{
    /// <summary>A host with a client and the controller runtime.</summary>
    /// <param name="component">Name of the program, as events show it.</param>
    /// <param name="configuration">The cluster it works on.</param>
    /// <param name="loggers">Where it logs.</param>
    public static HostApplicationBuilder NewBuilder(string component, KubernetesClientConfiguration configuration, ILoggerFactory loggers)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services
            .AddSingleton(loggers)
            .AddSingleton<IHostLifetime, OwnerLifetime>()
            .AddSingleton<IKubernetesClient>(_ => new KubernetesClient(configuration))
            .AddControllerRuntime(options => options.Component = component);
        return builder;
    }

    /// <summary>Stops a host and disposes what it made.</summary>
    public static async ValueTask EndAsync(IHost host)
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            host.Dispose();
    }

    /// <summary>The host lives as long as its owner wants.</summary>
    private sealed class OwnerLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
