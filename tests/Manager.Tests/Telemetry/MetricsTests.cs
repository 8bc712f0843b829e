using System.Diagnostics.Metrics;
using System.Globalization;
using ElementalProvider.AgentGateway;
using ElementalProvider.AgentGateway.Reports;
using ElementalProvider.ControllerRuntime.Metrics;
using ElementalProvider.ControllerRuntime.Client.Transport;
using ElementalProvider.Manager.Telemetry;
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
        builder.Services.AddPrometheus();
        _app = builder.Build();
        _app.MapPrometheusScrapingEndpoint();
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
        gateway.PhaseEnded(new EndedPhase("Installing", TimeSpan.FromMinutes(5)));
        gateway.StepEnded("Bootstrap", "Bootstrap", "Done", TimeSpan.FromSeconds(40));

        Assert.Equal(await File.ReadAllTextAsync("Telemetry/metrics.txt"), MetricsInventory.Of(await ScrapeAsync(), except: "dotnet_"));
    }

    [Fact]
    public async Task The_process_and_its_runtime_are_measured()
    {
        string text = await ScrapeAsync();

        foreach (string name in (string[])
            ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_start_time_seconds", "process_open_fds"])
        {
            Assert.True(Value(text, name) > 0, name);
        }

        Assert.True(Value(text, "dotnet_gc_last_collection_memory_committed_size_bytes") >= 0);
    }

    [Fact]
    public async Task What_has_no_labels_shows_from_the_start()
    {
        using GatewayMetrics gateway = new(_app.Services.GetRequiredService<IMeterFactory>());

        string text = await ScrapeAsync();

        Assert.Equal(0, Value(text, "elemental_gateway_streams"));
        Assert.Equal(0, Value(text, "elemental_gateway_reports_total"));
    }

    [Fact]
    public async Task Help_and_type_are_told_and_values_of_labels_are_escaped()
    {
        Meter meter = _app.Services.GetRequiredService<IMeterFactory>().Create("ElementalProvider.Tests");
        meter.CreateCounter<int>("odd_total", description: "line\nback\\slash").Add(1, new KeyValuePair<string, object?>("a", "x\"y\\z\n"));

        string text = await ScrapeAsync();

        Assert.Contains("# TYPE odd_total counter\n# HELP odd_total line\\nback\\\\slash\nodd_total{a=\"x\\\"y\\\\z\\n\"} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_was_a_mistake_does_not_fill_the_memory()
    {
        const int limit = 2000;
        Counter<int> counter = _app.Services.GetRequiredService<IMeterFactory>().Create("ElementalProvider.Tests").CreateCounter<int>("leaky_total");
        for (int number = 0; number < limit + 5; number++)
            counter.Add(1, new KeyValuePair<string, object?>("name", number));

        string text = await ScrapeAsync();

        Assert.Equal(limit, text.Split("leaky_total{name=").Length - 1);
        Assert.Contains("leaky_total{otel_metric_overflow=\"true\"} 5\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meters_of_others_are_not_shown()
    {
        _app.Services.GetRequiredService<IMeterFactory>().Create("Somebody.Else").CreateCounter<int>("foreign_total").Add(1);

        Assert.DoesNotContain("foreign_total", await ScrapeAsync(), StringComparison.Ordinal);
    }

    private static double Value(string text, string name) => double.Parse(
        Assert.Single(text.Split('\n'), line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal)).Split(' ')[1],
        CultureInfo.InvariantCulture);

    private async Task<string> ScrapeAsync()
    {
        using HttpResponseMessage answer = await _app.GetTestClient().GetAsync(new Uri("/metrics", UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }
}
