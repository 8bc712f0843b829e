using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.LoadGenerator.Results;
using ElementalProvider.LoadGenerator.Scenarios;
using ElementalProvider.Testing;

namespace ElementalProvider.LoadGenerator.Tests.ApiServer;

/// <summary>The scenario itself, small, against the development API server.</summary>
public sealed class ApiScenarioTests(DevApiServerFixture server) : IClassFixture<DevApiServerFixture>
{
    [Fact]
    public async Task Every_watcher_gets_every_event_and_nothing_is_left_behind()
    {
        var scenario = new ApiScenario(new ApiLoad
        {
            Server = ClientConfiguration.Parse(server.AdminKubeconfig),
            ServerProcess = Environment.ProcessId,
            Objects = 30,
            Watchers = 5,
            Changes = 7,
            Concurrency = 4,
            Timeout = TimeSpan.FromSeconds(60),
            Clock = TimeProvider.System,
            Progress = _ => { },
        });

        ApiResult result = Assert.IsType<ApiResult>(await scenario.RunAsync(CancellationToken.None));

        Assert.False(result.TimedOut);
        Assert.Equal(0, result.EventsMissed);
        Assert.Equal((7 * 5, 30 * 5), (result.FanOut?.Count, result.BurstFanOut?.Count));
        Assert.Equal((30, 30, 10), (result.Create?.Latency.Count, result.Apply?.Latency.Count, result.List?.Latency.Count));
        Assert.True(result is { RssBeforeMib: > 0, RssPeakMib: > 0, ServerCpuSeconds: > 0 });
        Assert.Contains("\"scenario\":\"api\"", ResultJson.Line(result), StringComparison.Ordinal);
        string namespaces = await server.Client.GetStringAsync(new Uri("api/v1/namespaces?fieldSelector=status.phase%3DActive", UriKind.Relative));
        Assert.DoesNotContain("load-api", namespaces, StringComparison.Ordinal);
    }
}
