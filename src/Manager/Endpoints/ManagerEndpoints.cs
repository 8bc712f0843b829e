using System.Net;
using System.Net.Security;
using ElementalProvider.Admission;
using ElementalProvider.AgentGateway;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Manager.Options;
using ElementalProvider.Manager.Tls;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ElementalProvider.Manager.Endpoints;

/// <summary>The addresses that the manager listens on, and what each of them serves.</summary>
internal static class ManagerEndpoints
{
    /// <summary>Listens on the addresses of the options.</summary>
    /// <param name="web">The web host.</param>
    /// <param name="options">The options.</param>
    /// <param name="agents">Certificate of the agent address.</param>
    /// <param name="webhooks">Certificate of the webhook address; null where webhooks are not served.</param>
    public static void Listen(this IWebHostBuilder web, ManagerOptions options, ICertificateSource agents, ICertificateSource? webhooks)
    {
        web.UseKestrelHttpsConfiguration();
        web.UseAgentEndpointLimits();
        web.ConfigureKestrel(server =>
        {
            server.Listen(options.AgentBindAddress, listen =>
            {
                listen.UseAgentTls(() => agents.Context);
                Mark(listen, Listener.Agents);
            });
            if (webhooks is not null)
            {
                server.Listen(options.WebhookBindAddress, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = webhooks.Context }),
                    });
                    Mark(listen, Listener.Webhooks);
                });
            }

            ListenPlain(server, options.HealthBindAddress, Listener.Health);
            ListenPlain(server, options.MetricsBindAddress, Listener.Metrics);
        });
    }

    /// <summary>Maps the paths of each listener.</summary>
    /// <param name="app">The application.</param>
    /// <param name="options">The options.</param>
    /// <param name="servesWebhooks">Whether webhooks are served.</param>
    /// <param name="servesMetrics">Whether metrics are served.</param>
    public static void MapManager(this WebApplication app, ManagerOptions options, bool servesWebhooks, bool servesMetrics)
    {
        // A proxy in front may take the path of the agent URL away or leave it where it is.
        app.Map(Listener.Agents, endpoints => endpoints.MapAgentGateway(), options.AgentUrl.AbsolutePath.TrimEnd('/'));
        if (servesWebhooks)
            app.Map(Listener.Webhooks, endpoints => endpoints.MapAdmission());
        app.Map(Listener.Health, endpoints =>
        {
            endpoints.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
            endpoints.MapHealthChecks(
                "/readyz",
                new HealthCheckOptions { Predicate = check => check.Tags.Contains(ControllerRuntimeServices.ReadyTag), ResponseWriter = WriteAsync });
        });
        if (servesMetrics)
            app.Map(Listener.Metrics, endpoints => endpoints.MapPrometheusScrapingEndpoint());
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

    private static void Map(this IApplicationBuilder app, Listener listener, Action<IEndpointRouteBuilder> map, string pathBase = "") =>
        app.MapWhen(
            context => context.Features.Get<ListenerFeature>()?.Listener == listener,
            branch =>
            {
                if (pathBase.Length > 0)
                    branch.UsePathBase(pathBase);
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
