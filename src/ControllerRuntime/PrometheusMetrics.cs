using ElementalProvider.ControllerRuntime.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ElementalProvider.ControllerRuntime;

/// <summary>Serves metrics in the text format of Prometheus.</summary>
public static class PrometheusMetrics
{
    /// <summary>Adds the collector of metrics; <see cref="ControllerRuntimeServices.AddControllerRuntime"/> does it too.</summary>
    /// <param name="services">The container.</param>
    public static IServiceCollection AddPrometheusMetrics(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<ProcessMetrics>();
        services.TryAddSingleton<MetricsCollector>();
        return services;
    }

    /// <summary>Serves the metrics of all meters whose name begins with <c>ElementalProvider</c>, and of the process.</summary>
    /// <param name="endpoints">Where to serve.</param>
    /// <param name="pattern">Path, usually <c>/metrics</c>.</param>
    public static IEndpointConventionBuilder MapPrometheusMetrics(this IEndpointRouteBuilder endpoints, string pattern = "/metrics")
    {
        // Made here and not with the first scrape: what is counted before that counts too.
        MetricsCollector collector = endpoints.ServiceProvider.GetRequiredService<MetricsCollector>();
        return endpoints.MapGet(pattern, context => WriteAsync(collector, context));
    }

    private static Task WriteAsync(MetricsCollector collector, HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(PrometheusText.Write(collector.Collect()), context.RequestAborted);
    }
}
