using System.Diagnostics.Metrics;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.ControllerRuntime.Hosting;
using ElementalProvider.Testing.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace ElementalProvider.ControllerRuntime.Tests.Support;

/// <summary>A whole process of a provider with one controller, against a server of the test.</summary>
internal sealed class ControllerProcess : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ControllerProcess(WebApplication app) => _app = app;

    public RecordingReconciler Reconciler => _app.Services.GetRequiredService<RecordingReconciler>();

    public ControllerRuntimeHealth Health => _app.Services.GetRequiredService<ControllerRuntimeHealth>();

    public IInformers Informers => _app.Services.GetRequiredService<IInformers>();

    public IEventRecorder Events => _app.Services.GetRequiredService<IEventRecorder>();

    public IHostApplicationLifetime Lifetime => _app.Lifetime;

    public static async Task<ControllerProcess> StartAsync(
        SmallApiServer server,
        Action<ControllerBuilder> configure,
        Action<ControllerRuntimeOptions>? options = null,
        TimeProvider? timeProvider = null,
        Func<ObjectKey, CancellationToken, Task<Result>>? work = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton(timeProvider ?? TimeProvider.System);
        builder.Services.AddSingleton<IKubernetesClient>(_ => new KubernetesClient(server.Configuration));
        builder.Services.AddControllerRuntime(options);
        builder.Services.AddController<RecordingReconciler>("tested", configure);
        // Other tests of this process have meters of the same names: only those of this host's factory count.
        IMeterFactory? own = null;
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("ElementalProvider.*")
            .AddView(instrument => ReferenceEquals(instrument.Meter.Scope, own) ? null : MetricStreamConfiguration.Drop)
            .AddPrometheusExporter(prometheus =>
            {
                prometheus.ScopeInfoEnabled = false;
                prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
            }));
        WebApplication app = builder.Build();
        own = app.Services.GetRequiredService<IMeterFactory>();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapHealthChecks("/readyz");
        ControllerProcess process = new(app);
        if (work is not null)
            process.Reconciler.Work = work;
        await app.StartAsync();
        return process;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _app.GetTestClient().GetAsync(new Uri(path, UriKind.Relative));

    public async Task<string> MetricsAsync()
    {
        using HttpResponseMessage answer = await GetAsync("/metrics");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Waits until the worker has put away the reconcile that was last seen: a metric is recorded after the call returns.</summary>
    public Task UntilIdleAsync() => UntilAsync("controller_runtime_active_workers{controller=\"tested\"} 0\n");

    /// <summary>Waits until the metrics show something.</summary>
    public async Task UntilAsync(string shown)
    {
        using CancellationTokenSource limit = new(Patience.Usual);
        while (!(await MetricsAsync()).Contains(shown))
            limit.Token.ThrowIfCancellationRequested();
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
