using ElementalProvider.AgentGateway.Authentication;
using ElementalProvider.AgentGateway.Caching;
using ElementalProvider.AgentGateway.Grpc;
using ElementalProvider.AgentGateway.Hosting;
using ElementalProvider.AgentGateway.Hosts;
using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.AgentGateway.Presence;
using ElementalProvider.AgentGateway.Registration;
using ElementalProvider.AgentGateway.Streams;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ElementalProvider.AgentGateway;

/// <summary>Adds the gateway that agents talk to. The host must have the controller runtime and an <see cref="IKubernetesClient"/>.</summary>
public static class AgentGatewayServices
{
    /// <summary>Adds the services of the gateway.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddAgentGateway(this IServiceCollection services, Action<AgentGatewayOptions>? configure = null)
    {
        services.AddOptions<AgentGatewayOptions>().Configure(options => configure?.Invoke(options));
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AgentGatewayOptions>>().Value);
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<GatewayReadiness>();
        services.AddHealthChecks().AddCheck<GatewayReadiness>("agent-gateway", tags: [ControllerRuntimeServices.ReadyTag]);
        services.AddSingleton(NewReader<ElementalHost>);
        services.AddSingleton(NewReader<ElementalRegistration>);
        services.AddSingleton(provider => new FreshReader<ElementalRegistration>(
            provider.GetRequiredService<IKubernetesClient>().Resource<ElementalRegistration>()));
        services.AddSingleton(provider => new RegistrationKeys(
            provider.GetRequiredService<IKubernetesClient>().Resource<V1Secret>(),
            provider.GetRequiredService<IInformers>().Get<ElementalRegistration>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new GatewayDecisions());
        services.AddSingleton(provider => new WorkDoor(
            new DoorLimits { AtWork = provider.GetRequiredService<AgentGatewayOptions>().WorkAtOnce },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<GatewayMetrics>()));
        services.AddSingleton<TokenVerifier>();
        services.AddSingleton<RegistrationAuthenticator>();
        services.AddSingleton<HostAuthenticator>();
        services.AddSingleton<HostRoll>();
        services.AddSingleton<RegistrationTurns>();
        services.AddSingleton<HostRegistrar>();
        services.AddSingleton<RegistrationFailures>();
        services.AddSingleton<BootstrapData>();
        services.AddSingleton<HostReset>();
        services.AddSingleton(provider => new HeapTrim(provider.GetRequiredService<TimeProvider>(), HeapTrim.Collect));
        services.AddSingleton<Clones>();
        services.AddSingleton<HostStreams>();
        services.AddSingleton<ConnectHandler>();
        services.AddSingleton<AgentCalls>();
        services.AddGrpcAdapter();
        services.AddHostedService<GatewayLifecycle>();
        services.AddHostedService<PresenceWatch>();
        return services;
    }

    /// <summary>Maps the gateway's service to the endpoints of an application, and the standard ones about it: health, and reflection if asked for.</summary>
    /// <param name="endpoints">The endpoints.</param>
    public static void MapAgentGateway(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcAdapter();

    private static ObjectReader<T> NewReader<T>(IServiceProvider provider)
        where T : class, IKubernetesObject<V1ObjectMeta> => new(
            provider.GetRequiredService<IInformers>().Get<T>(),
            provider.GetRequiredService<IKubernetesClient>().Resource<T>(),
            provider.GetRequiredService<TimeProvider>());
}
