using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.AgentGateway.Grpc;
using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using Grpc.AspNetCore.HealthChecks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ElementalProvider.AgentGateway;

/// <summary>Adds the gateway that agents talk to. The host must have the controller runtime and an <see cref="IKubernetesClient"/>.</summary>
public static class AgentGatewayServices
{
    // Reports are a few hundred bytes; facts and conditions are bounded further when they are read.
    private const int MaxMessageSize = 256 * 1024;
    // How soon those who watch the health hear of it; those who ask are told at once.
    private static readonly TimeSpan HealthPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Adds the services of the gateway.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddAgentGateway(this IServiceCollection services, Action<AgentGatewayOptions>? configure = null)
    {
        services.AddOptions<AgentGatewayOptions>().Configure(options => configure?.Invoke(options));
        services.AddGrpc(options => options.MaxReceiveMessageSize = MaxMessageSize);
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AgentGatewayOptions>>().Value);
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<GatewayReadiness>();
        services.AddHealthChecks().AddCheck<GatewayReadiness>("agent-gateway", tags: [ControllerRuntimeServices.ReadyTag]);
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks(options =>
        {
            // The server as a whole, and by name what agents call.
            options.Services.Clear();
            options.Services.Map("", IsReadiness);
            options.Services.Map(AgentService.Descriptor.FullName, IsReadiness);
        });
        services.Configure<HealthCheckPublisherOptions>(options => (options.Delay, options.Period) = (HealthPeriod, HealthPeriod));
        services.AddSingleton(NewReader<ElementalHost>);
        services.AddSingleton(NewReader<ElementalRegistration>);
        services.AddSingleton(provider => new FreshReader<ElementalRegistration>(
            provider.GetRequiredService<IKubernetesClient>().Resource<ElementalRegistration>()));
        services.AddSingleton(provider => new RegistrationKeys(
            provider.GetRequiredService<IKubernetesClient>().Resource<V1Secret>(),
            provider.GetRequiredService<IInformers>().Get<ElementalRegistration>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new GatewayDecisions());
        services.AddSingleton<TokenVerifier>();
        services.AddSingleton<RegistrationAuthenticator>();
        services.AddSingleton<HostAuthenticator>();
        services.AddSingleton<HostRegistrar>();
        services.AddSingleton<RegistrationFailures>();
        services.AddSingleton<BootstrapData>();
        services.AddSingleton<HostReset>();
        services.AddSingleton(provider => new HeapTrim(provider.GetRequiredService<TimeProvider>(), HeapTrim.Collect));
        services.AddSingleton<HostStreams>();
        services.AddSingleton<ConnectHandler>();
        services.AddSingleton<AgentGatewayService>();
        services.AddHostedService<GatewayLifecycle>();
        return services;
    }

    /// <summary>Maps the gateway's service to the endpoints of an application, and the standard ones about it: health, and reflection if asked for.</summary>
    /// <param name="endpoints">The endpoints.</param>
    public static void MapAgentGateway(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<AgentGatewayService>();
        endpoints.MapGrpcHealthChecksService();
        if (endpoints.ServiceProvider.GetRequiredService<AgentGatewayOptions>().Reflection)
            endpoints.MapGrpcReflectionService();
    }

    private static bool IsReadiness(HealthCheckMapContext check) => check.Tags.Contains(ControllerRuntimeServices.ReadyTag);

    private static ObjectReader<T> NewReader<T>(IServiceProvider provider)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(
            provider.GetRequiredService<IInformers>().Get<T>(),
            provider.GetRequiredService<IKubernetesClient>().Resource<T>(),
            provider.GetRequiredService<TimeProvider>());
}
