using System.Net;
using ElementalProvider.AgentGateway;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Manager.Options;
using ElementalProvider.Manager.Tls;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ElementalProvider.Manager.Endpoints;

/// <summary>The addresses that the manager listens on, and what each of them serves.</summary>
internal static class ManagerEndpoints
{
    /// <summary>Listens on the addresses of the options.</summary>
    /// <param name="web">The web host.</param>
    /// <param name="options">The options.</param>
    /// <param name="tls">Certificate of the agent address.</param>
    public static void Listen(this IWebHostBuilder web, ManagerOptions options, AgentTls tls)
    {
        web.UseKestrelHttpsConfiguration();
        web.UseAgentEndpointLimits();
        web.ConfigureKestrel(server =>
        {
            server.Listen(options.AgentBindAddress, listen =>
            {
                listen.UseAgentTls(() => tls.Certificate.Current);
                Mark(listen, Listener.Agents);
            });
            ListenPlain(server, options.HealthBindAddress, Listener.Health);
            ListenPlain(server, options.MetricsBindAddress, Listener.Metrics);
        });
    }

    /// <summary>Maps the paths of each listener.</summary>
    /// <param name="app">The application.</param>
    public static void MapManager(this WebApplication app)
    {
        app.Map(Listener.Agents, endpoints => endpoints.MapAgentGateway());
        app.Map(Listener.Health, endpoints =>
        {
            endpoints.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
            endpoints.MapHealthChecks(
                "/readyz",
                new HealthCheckOptions { Predicate = check => check.Tags.Contains(ControllerRuntimeServices.ReadyTag), ResponseWriter = WriteAsync });
        });
        app.Map(Listener.Metrics, endpoints => endpoints.MapPrometheusMetrics());
    }

    private static void ListenPlain(KestrelServerOptions server, IPEndPoint? address, Listener listener)
    {
        if (address is not null)
        {
            server.Listen(address, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                Mark(listen, listener);
            });
        }
    }

    private static void Mark(ListenOptions listen, Listener listener)
    {
        ListenerFeature feature = new(listener);
        listen.Use(next => connection =>
        {
            connection.Features.Set(feature);
            return next(connection);
        });
    }

    private static void Map(this IApplicationBuilder app, Listener listener, Action<IEndpointRouteBuilder> map) =>
        app.MapWhen(
            context => context.Features.Get<ListenerFeature>()?.Listener == listener,
            branch =>
            {
                branch.UseRouting();
                branch.UseEndpoints(map);
            });

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        string text = string.Join('\n', report.Entries.Values.Select(entry => entry.Description).Where(text => !string.IsNullOrEmpty(text)));
        return context.Response.WriteAsync(text.Length > 0 ? text : "ok", context.RequestAborted);
    }
}
