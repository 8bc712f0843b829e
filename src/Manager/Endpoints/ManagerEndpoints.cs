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
    /// <param name="agents">Certificate of the agent address, and of secure metrics.</param>
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
                ListenSecurely(server, options.WebhookBindAddress, Listener.Webhooks, webhooks);

            ListenPlain(server, options.HealthBindAddress, Listener.Health);
            if (options is { MetricsBindAddress: { } metrics, MetricsSecure: true })
                ListenSecurely(server, metrics, Listener.Metrics, agents);
            else
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
        {
            MetricsAccess? access = options.MetricsSecure ? app.Services.GetRequiredService<MetricsAccess>() : null;
            app.Map(Listener.Metrics, endpoints => endpoints.MapPrometheusScrapingEndpoint(MetricsAccess.Path), guard: access is null ? null : access.InvokeAsync);
        }
    }

    private static void ListenSecurely(KestrelServerOptions server, IPEndPoint address, Listener listener, ICertificateSource certificate) =>
        server.Listen(address, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Context }),
            });
            Mark(listen, listener);
        });

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

    private static void Map(this IApplicationBuilder app, Listener listener, Action<IEndpointRouteBuilder> map, string pathBase = "", Func<HttpContext, RequestDelegate, Task>? guard = null) =>
        app.MapWhen(
            context => context.Features.Get<ListenerFeature>()?.Listener == listener,
            branch =>
            {
                if (guard is not null)
                    branch.Use(guard);
                if (pathBase.Length > 0)
                    branch.UsePathBase(pathBase);
                branch.UseRouting();
                branch.UseEndpoints(map);
            });

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        // The kubelet goes by the status. What is missing is told to who is on this machine already, as kubectl port-forward is.
        bool isLocal = context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer);
        string text = isLocal ? string.Join('\n', report.Entries.Values.Select(entry => entry.Description).Where(text => !string.IsNullOrEmpty(text))) : "";
        return context.Response.WriteAsync(text.Length > 0 ? text : report.Status == HealthStatus.Healthy ? "ok" : "not ready", context.RequestAborted);
    }
}
