using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.ControllerRuntime;
using Grpc.AspNetCore.HealthChecks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ElementalProvider.AgentGateway.Grpc;

/// <summary>The agents' calls over gRPC, with the standard services about them: health, and reflection if asked for.</summary>
internal static class GrpcAdapter
{
    // Reports are a few hundred bytes; facts and conditions are bounded further when they are read.
    internal const int MaxMessageSize = 256 * 1024;

    // How soon those who watch the health hear of it; those who ask are told at once.
    private static readonly TimeSpan HealthPeriod = TimeSpan.FromSeconds(5);

    /// <summary>Adds what serves the calls.</summary>
    /// <param name="services">The container.</param>
    public static void AddGrpcAdapter(this IServiceCollection services)
    {
        services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageSize;
            options.Interceptors.Add<FailureInterceptor>();
        });
        services.AddSingleton<FailureInterceptor>();
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks(options =>
        {
            // The server as a whole, and by name what agents call.
            options.Services.Clear();
            options.Services.Map("", IsReadiness);
            options.Services.Map(AgentService.Descriptor.FullName, IsReadiness);
        });
        services.Configure<HealthCheckPublisherOptions>(options => (options.Delay, options.Period) = (HealthPeriod, HealthPeriod));
        services.AddSingleton<AgentGatewayService>();
    }

    /// <summary>Maps the services to the endpoints of an application.</summary>
    /// <param name="endpoints">The endpoints.</param>
    public static void MapGrpcAdapter(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<AgentGatewayService>();
        endpoints.MapGrpcHealthChecksService();
        if (endpoints.ServiceProvider.GetRequiredService<AgentGatewayOptions>().Reflection)
            endpoints.MapGrpcReflectionService();
    }

    private static bool IsReadiness(HealthCheckMapContext check) => check.Tags.Contains(ControllerRuntimeServices.ReadyTag);
}
