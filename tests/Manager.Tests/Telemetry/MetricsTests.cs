using System.Diagnostics.Metrics;
using ElementalProvider.AgentGateway;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Metrics;
using ElementalProvider.Kubernetes.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Manager.Tests.Telemetry;

public sealed class MetricsTests : IAsyncLifetime
{
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddPrometheusMetrics();
        _app = builder.Build();
        _app.MapPrometheusMetrics();
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Names_labels_types_and_buckets_are_those_that_dashboards_were_made_for()
    {
        IMeterFactory meters = _app.Services.GetRequiredService<IMeterFactory>();
        RuntimeMetrics runtime = new(meters);
        runtime.WorkersStarted("c", 4);
        runtime.ReconcileStarted("c");
        runtime.ReconcileEnded("c", ReconcileOutcome.Error, TimeSpan.FromSeconds(1));
        runtime.Leads("lease", leads: true);
        runtime.EventDropped("queue_full");
        WorkQueueMetrics queue = runtime.ForQueue("c");
        queue.Observes(() => (1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)));
        queue.Added();
        queue.Retried();
        queue.Taken(TimeSpan.FromSeconds(1));
        queue.Done(TimeSpan.FromSeconds(1));
        using RestClientMetrics requests = new(meters);
        requests.Answered(HttpMethod.Get, new Uri("https://api:6443"), 200);
        using GatewayMetrics gateway = new(meters);
        gateway.StreamOpened();
        gateway.ReportReceived();
        gateway.ReportWritten();
        gateway.DirectiveSent();
        gateway.HostRegistered();
        gateway.RegistrationFailed("Unauthenticated");

        Assert.Equal(await File.ReadAllTextAsync("Telemetry/metrics.txt"), MetricsInventory.Of(await ScrapeAsync()));
    }

    private async Task<string> ScrapeAsync()
    {
        using HttpResponseMessage answer = await _app.GetTestClient().GetAsync(new Uri("/metrics", UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }
}
