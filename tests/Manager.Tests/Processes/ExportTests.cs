using ElementalProvider.Manager.Options;
using ElementalProvider.Manager.Telemetry;
using ElementalProvider.Manager.Tests.Support;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Telemetry;
using ElementalProvider.Testing.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ElementalProvider.Manager.Tests.Processes;

public class ExportTests(DefinedKindsFixture api) : IClassFixture<DefinedKindsFixture>
{
    private const int Information = 9;
    private const int Warning = 13;

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "http/protobuf")]
    public async Task A_collector_gets_the_metrics_and_logs_of_all_rooms(bool overHttp, string? protocol)
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync(overHttp);
        await using RunningManager manager = await RunningManager.StartAsync(api, collector: collector.Endpoint, protocol: protocol);

        await manager.Program.TerminateAsync();
        Assert.Equal(0, await manager.Program.ExitCodeAsync());

        Assert.Superset(
            new HashSet<string>
            {
                "leader_election_master_status", "workqueue_depth", "rest_client_requests_total", "elemental_gateway_streams",
                "process_resident_memory_bytes", "dotnet.gc.collections",
            },
            collector.Metrics.ToHashSet());
        Assert.Contains(collector.Logs, log => IsOurs(log.Category));
        Assert.All(collector.Logs, log =>
            Assert.True(log.Record.SeverityNumber >= (IsOurs(log.Category) ? Information : Warning), $"{log.Category} {log.Record}"));
        Assert.Equal(["elemental-manager"], collector.Services);
        Assert.DoesNotContain("does not reach", manager.Program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_cannot_be_reached_is_named_once_and_does_not_stand_in_the_way()
    {
        Uri nobody = new($"http://127.0.0.1:{LoopbackServer.FreePort()}");
        await using RunningManager manager = await RunningManager.StartAsync(api, collector: nobody);

        await Eventually.TrueAsync(
            () => Task.FromResult(manager.Program.Output.Contains($"Telemetry does not reach the collector {nobody}", StringComparison.Ordinal)),
            () => manager.Program.Output);
        await manager.Program.TerminateAsync();

        Assert.Equal(0, await manager.Program.ExitCodeAsync());
        Assert.Single(manager.Program.Output.Split('\n'), line => line.Contains("does not reach", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", manager.Program.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "", false, false)]
    [InlineData("127.0.0.1:8080", "", true, false)]
    [InlineData("0", "http://127.0.0.1:4317", true, true)]
    public async Task What_nobody_asks_for_is_not_collected(string metricsAddress, string collector, bool measures, bool exports)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.AddTelemetry(ManagerOptions.From(new ManagerArguments { MetricsBindAddress = metricsAddress, OtlpEndpoint = collector }));
        await using WebApplication app = builder.Build();

        Assert.Equal(measures, app.Services.GetService<MeterProvider>() is not null);
        Assert.Equal((exports, exports), (app.Services.GetService<TracerProvider>() is not null, app.Services.GetService<LoggerProvider>() is not null));
    }

    private static bool IsOurs(string category) => category.StartsWith("ElementalProvider.", StringComparison.Ordinal);
}
