using ElementalProvider.ControllerRuntime.Hosting;
using ElementalProvider.ControllerRuntime.Informers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ElementalProvider.ControllerRuntime;

/// <summary>Adds the controller runtime to a host. The host must have an <see cref="Kubernetes.IKubernetesClient"/>.</summary>
public static class ControllerRuntimeServices
{
    /// <summary>Adds informers, event recorder, leader election and the host of the controllers.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddControllerRuntime(this IServiceCollection services, Action<ControllerRuntimeOptions>? configure = null)
    {
        services.AddOptions<ControllerRuntimeOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<InformerPool>();
        services.TryAddSingleton<IInformers>(provider => provider.GetRequiredService<InformerPool>());
        services.AddHostedService<ControllerHost>();
        return services;
    }

    /// <summary>Adds a controller.</summary>
    /// <typeparam name="TReconciler">What does the work; made once by the container.</typeparam>
    /// <param name="services">The container.</param>
    /// <param name="name">Name of the controller, for logs, metrics and as a label.</param>
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
