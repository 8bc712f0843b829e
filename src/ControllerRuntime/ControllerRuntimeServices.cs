using ElementalProvider.ControllerRuntime.Events;
using ElementalProvider.ControllerRuntime.Hosting;
using ElementalProvider.ControllerRuntime.Informers;
using ElementalProvider.ControllerRuntime.Metrics;
using ElementalProvider.ControllerRuntime.Replicas;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ElementalProvider.ControllerRuntime;

/// <summary>Adds the controller runtime to a host. The host must have an <see cref="Client.IKubernetesClient"/>.</summary>
public static class ControllerRuntimeServices
{
    /// <summary>The tag of the health check that says whether the runtime is ready.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Adds informers, event recorder, leader election, a readiness check and the host of the controllers.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddControllerRuntime(this IServiceCollection services, Action<ControllerRuntimeOptions>? configure = null)
    {
        services.AddOptions<ControllerRuntimeOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ControllerRuntimeOptions>, ControllerRuntimeOptionsValidator>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RuntimeMetrics>();
        services.TryAddSingleton<InformerPool>();
        services.TryAddSingleton<IInformers>(provider => provider.GetRequiredService<InformerPool>());
        services.TryAddSingleton<ControllerFactory>();
        services.TryAddSingleton<ControllerRuntimeHealth>();
        services.AddHealthChecks().AddCheck<ControllerRuntimeHealth>("controller-runtime", tags: [ReadyTag]);

        // Hosted services stop in the opposite order: what controllers record last is still written.
        services.TryAddSingleton<EventRecorder>();
        services.TryAddSingleton<IEventRecorder>(provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
        services.AddHostedService<ControllerHost>();
        services.TryAddSingleton<ReplicaLeases>();
        services.TryAddSingleton<IReplicas>(provider => provider.GetRequiredService<ReplicaLeases>());
        services.AddHostedService(provider => provider.GetRequiredService<ReplicaLeases>());
        return services;
    }

    /// <summary>Adds a controller.</summary>
    /// <typeparam name="TReconciler">What does the work; made once by the container.</typeparam>
    /// <param name="services">The container.</param>
    /// <param name="name">Name of the controller, for logs and metrics.</param>
    /// <param name="configure">Says what concerns it.</param>
    public static IServiceCollection AddController<TReconciler>(this IServiceCollection services, string name, Action<ControllerBuilder> configure)
        where TReconciler : class, IReconciler
    {
        ControllerBuilder builder = new(name);
        configure(builder);
        services.TryAddSingleton<TReconciler>();
        services.AddSingleton(new ControllerRegistration(name, typeof(TReconciler), builder));
        return services;
    }
}
