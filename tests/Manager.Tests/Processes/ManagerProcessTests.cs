using System.Net;
using System.Text.Json;
using ElementalProvider.Manager.Tests.Support;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Manager.Tests.Processes;

public class ManagerProcessTests(DevApiServerFixture api) : IClassFixture<DevApiServerFixture>
{
    [Theory]
    [InlineData("--workers (ELEMENTAL_WORKERS) must be a whole number from 1 to 256, but is 'x'.", "--workers", "x")]
    [InlineData("\"--nope\" is no option.", "--nope")]
    [InlineData("\"--nmaespace\" is no option (did you mean \"--namespace\"?).", "--nmaespace")]
    [InlineData("\"--worker=3\" is no option (did you mean \"--workers\"?).", "--worker=3")]
    public async Task Wrong_arguments_end_it_with_exit_code_2(string sentence, params string[] args)
    {
        await using ManagerProgram manager = ManagerProgram.Start(args);

        Assert.Equal(2, await manager.ExitCodeAsync());
        Assert.Contains(sentence, manager.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option_and_its_variable()
    {
        await using ManagerProgram manager = ManagerProgram.Start("--help");

        Assert.Equal(0, await manager.ExitCodeAsync());
        Assert.All(ElementalProvider.Manager.Options.ManagerSettings.All, setting =>
        {
            Assert.Contains(setting.Flag, manager.Output, StringComparison.Ordinal);
            Assert.Contains(setting.Variable, manager.Output, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_kubeconfig_that_does_not_exist_is_named()
    {
        await using ManagerProgram manager = ManagerProgram.Start("--kubeconfig", "/no/such/kubeconfig");

        Assert.Equal(1, await manager.ExitCodeAsync());
        Assert.Contains("The manager cannot start: The kubeconfig /no/such/kubeconfig", manager.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_server_that_cannot_be_reached_is_named_and_what_to_do_is_said()
    {
        using TemporaryFolder folder = new();
        string unreachable = $"https://127.0.0.1:{LoopbackServer.FreePort()}";
        await File.WriteAllTextAsync(
            folder.File("kubeconfig"), api.AdminKubeconfig.Replace(api.Address.ToString().TrimEnd('/'), unreachable, StringComparison.Ordinal));

        await using ManagerProgram manager = ManagerProgram.Start("--kubeconfig", folder.File("kubeconfig"));

        Assert.Equal(1, await manager.ExitCodeAsync());
        Assert.Contains(unreachable, manager.Output, StringComparison.Ordinal);
        Assert.Contains("cannot be reached", manager.Output, StringComparison.Ordinal);
        Assert.Contains("check --kubeconfig", manager.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", manager.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_which_definitions_are_missing_serves_when_they_are_there_and_stops_in_peace()
    {
        await using (RunningManager tooEarly = await RunningManager.LaunchAsync(api))
        {
            Assert.Equal(1, await tooEarly.Program.ExitCodeAsync());
            Assert.Contains(
                "does not serve infrastructure.cluster.x-k8s.io/v1beta1; apply the provider's custom resource definitions",
                tooEarly.Program.Output,
                StringComparison.Ordinal);
        }

        await api.DefineKindsAsync();
        await using RunningManager manager = await RunningManager.StartAsync(api);

        await using (RunningManager second = await RunningManager.LaunchAsync(api, manager.AgentUrl.Port))
        {
            Assert.Equal(1, await second.Program.ExitCodeAsync());
            Assert.Contains($"The address 127.0.0.1:{manager.AgentUrl.Port} is in use already", second.Program.Output, StringComparison.Ordinal);
        }

        Assert.Equal("ok", await BodyAsync(manager.GetHealthAsync("/healthz")));
        Assert.Contains("elemental_gateway_streams", await BodyAsync(manager.GetMetricsAsync("/metrics")), StringComparison.Ordinal);
        await WorkersReachEveryControllerAsync(manager);
        using HttpResponseMessage metricsOnHealth = await manager.GetHealthAsync("/metrics");
        using HttpResponseMessage healthOnMetrics = await manager.GetMetricsAsync("/readyz");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (metricsOnHealth.StatusCode, healthOnMetrics.StatusCode));
        await manager.Program.TerminateAsync();
        Assert.Equal(0, await manager.Program.ExitCodeAsync());
        Assert.Contains("Admission webhooks are not served: --webhook-cert-dir is not given", manager.Program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", manager.Program.Output, StringComparison.Ordinal);
        Assert.All(
            manager.Program.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            line => JsonDocument.Parse(line).Dispose());
    }

    /// <summary>They start once the lease is taken, a little after the process is ready.</summary>
    private static async Task WorkersReachEveryControllerAsync(RunningManager manager)
    {
        string metrics = "";
        await Eventually.TrueAsync(
            async () => (metrics = await BodyAsync(manager.GetMetricsAsync("/metrics"))).Contains("controller_runtime_max_concurrent_reconciles{", StringComparison.Ordinal),
            () => manager.Program.Output);
        foreach (string controller in (string[])["elementalmachine", "elementalhost", "elementalcluster", "elementalregistration"])
            Assert.Contains($"controller_runtime_max_concurrent_reconciles{{controller=\"{controller}\"}} {RunningManager.Workers}\n", metrics, StringComparison.Ordinal);
    }

    private static async Task<string> BodyAsync(Task<HttpResponseMessage> answering)
    {
        using HttpResponseMessage answer = await answering;
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
