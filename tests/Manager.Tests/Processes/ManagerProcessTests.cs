using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ElementalProvider.Manager.Tests.Support;
using ElementalProvider.Testing;

namespace ElementalProvider.Manager.Tests.Processes;

public class ManagerProcessTests(DevApiServerFixture api) : IClassFixture<DevApiServerFixture>
{
    [Theory]
    [InlineData("--workers (ELEMENTAL_WORKERS) must be a whole number from 1 to 256, but is 'x'.", "--workers", "x")]
    [InlineData("Unrecognized command or argument '--nope'.", "--nope")]
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
        string unreachable = $"https://127.0.0.1:{ManagerProgram.FreePort()}";
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
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder.File("kubeconfig"), api.AdminKubeconfig);
        int agents = ManagerProgram.FreePort();
        int health = ManagerProgram.FreePort();
        int metrics = ManagerProgram.FreePort();
        string[] args =
        [
            "--kubeconfig", folder.File("kubeconfig"), "--tls-dir", folder.File("tls"), "--log-format", "json", "--leader-elect",
            "--agent-bind-address", $"127.0.0.1:{agents}", "--health-bind-address", $"127.0.0.1:{health}", "--metrics-bind-address", $"127.0.0.1:{metrics}",
        ];
        await using (ManagerProgram tooEarly = ManagerProgram.Start(args))
        {
            Assert.Equal(1, await tooEarly.ExitCodeAsync());
            Assert.Contains("does not serve infrastructure.cluster.x-k8s.io/v1beta1; apply the provider's custom resource definitions", tooEarly.Output, StringComparison.Ordinal);
        }

        await DefineKindsAsync();
        await using ManagerProgram manager = ManagerProgram.Start(args);
        using HttpClient client = new();
        await ReadyAsync(client, health, manager);

        Assert.Equal("ok", await client.GetStringAsync(new Uri($"http://127.0.0.1:{health}/healthz")));
        Assert.Contains("elemental_gateway_streams", await client.GetStringAsync(new Uri($"http://127.0.0.1:{metrics}/metrics")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"http://127.0.0.1:{health}/metrics"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri($"http://127.0.0.1:{metrics}/readyz"))).StatusCode);
        await manager.TerminateAsync();
        Assert.Equal(0, await manager.ExitCodeAsync());
        foreach (string line in manager.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            using (JsonDocument.Parse(line))
                continue;
        Assert.DoesNotContain("PRIVATE KEY", manager.Output, StringComparison.Ordinal);
    }

    private static async Task ReadyAsync(HttpClient client, int port, ManagerProgram manager)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(60));
        using PeriodicTimer tick = new(TimeSpan.FromMilliseconds(50));
        while (await tick.WaitForNextTickAsync(timeout.Token))
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"), timeout.Token);
                if (answer.IsSuccessStatusCode)
                    return;
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            }
            catch (HttpRequestException exception)
            {
                Assert.True(exception.HttpRequestError == HttpRequestError.ConnectionError, manager.Output);
            }
        }
    }

    private async Task DefineKindsAsync()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "crds"), "*.yaml"))
            await DefineAsync(await File.ReadAllTextAsync(file));
        await DefineAsync(Definition("Cluster", "clusters"));
        await DefineAsync(Definition("Machine", "machines"));
    }

    private async Task DefineAsync(string yaml)
    {
        using StringContent body = new(yaml, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using HttpResponseMessage answer = await api.Client.PostAsync(
            new Uri("apis/apiextensions.k8s.io/v1/customresourcedefinitions", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Definition(string kind, string plural) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata:
          name: {{plural}}.cluster.x-k8s.io
        spec:
          group: cluster.x-k8s.io
          names: { kind: {{kind}}, listKind: {{kind}}List, plural: {{plural}}, singular: {{kind.ToLowerInvariant()}} }
          scope: Namespaced
          versions:
            - name: v1beta2
              served: true
              storage: true
              schema:
                openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
        """;
}
