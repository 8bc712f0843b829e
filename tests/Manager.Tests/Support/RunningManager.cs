using System.Net;
using ElementalProvider.Testing;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;

namespace ElementalProvider.Manager.Tests.Support;

/// <summary>A manager process with the rights of config/rbac, on ports of its own.</summary>
internal sealed class RunningManager : IAsyncDisposable
{
    /// <summary>Objects of a kind that it reconciles at once; no default.</summary>
    public const int Workers = 7;

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly int _agents;
    private readonly int _health = LoopbackServer.FreePort();
    private readonly int _metrics = LoopbackServer.FreePort();
    private readonly int _webhooks = LoopbackServer.FreePort();

    private RunningManager(string kubeconfig, int agents, string? webhookCertificates, Uri? collector, string? protocol, bool reflection, bool secureMetrics)
    {
        _agents = agents;
        File.WriteAllText(_folder.File("kubeconfig"), kubeconfig);
        Program = ManagerProgram.Start(
            new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol ?? "" },
            "--kubeconfig", _folder.File("kubeconfig"), "--tls-dir", _folder.File("tls"), "--log-format", "json", "--leader-elect", "--workers", $"{Workers}",
            "--agent-bind-address", $"127.0.0.1:{_agents}",
            "--health-bind-address", $"127.0.0.1:{_health}",
            "--metrics-bind-address", $"127.0.0.1:{_metrics}",
            "--metrics-secure", secureMetrics ? "true" : "false",
            "--webhook-bind-address", $"127.0.0.1:{_webhooks}",
            "--webhook-cert-dir", webhookCertificates ?? "",
            "--otlp-endpoint", collector?.ToString() ?? "",
            "--agent-reflection", reflection ? "true" : "false");
    }

    public ManagerProgram Program { get; }

    public Uri WebhookUrl => new($"https://127.0.0.1:{_webhooks}");

    public Uri SecureMetricsUrl => new($"https://localhost:{_metrics}/metrics");

    /// <summary>Certificate of the manager's own authority.</summary>
    public string AuthorityPem => File.ReadAllText(_folder.File("tls/ca.crt"));

    public Uri AgentUrl => new($"https://127.0.0.1:{_agents}");

    /// <summary>Starts a manager that does not become ready, or not yet.</summary>
    /// <param name="api">The cluster.</param>
    /// <param name="agents">Port for agents; null for a free one.</param>
    /// <param name="webhookCertificates">Folder with the certificate for webhooks; null to serve none.</param>
    /// <param name="collector">Where it exports telemetry to; null for nowhere.</param>
    /// <param name="protocol">How; null for the usual way.</param>
    /// <param name="reflection">Whether it explains its gRPC services.</param>
    /// <param name="secureMetrics">Whether it shows its metrics to those only who may get them.</param>
    public static async Task<RunningManager> LaunchAsync(
        DevApiServerFixture api,
        int? agents = null,
        string? webhookCertificates = null,
        Uri? collector = null,
        string? protocol = null,
        bool reflection = false,
        bool secureMetrics = false) =>
        new(await api.ManagerKubeconfigAsync(), agents ?? LoopbackServer.FreePort(), webhookCertificates, collector, protocol, reflection, secureMetrics);

    /// <summary>Starts a manager and waits until it is ready.</summary>
    public static async Task<RunningManager> StartAsync(
        DevApiServerFixture api, string? webhookCertificates = null, Uri? collector = null, string? protocol = null, bool reflection = false, bool secureMetrics = false)
    {
        RunningManager manager = await LaunchAsync(
            api, webhookCertificates: webhookCertificates, collector: collector, protocol: protocol, reflection: reflection, secureMetrics: secureMetrics);
        await Eventually.TrueAsync(manager.IsReadyAsync, () => manager.Program.Output);
        return manager;
    }

    public Task<HttpResponseMessage> GetHealthAsync(string path) => _client.GetAsync(new Uri($"http://127.0.0.1:{_health}{path}"));

    public Task<HttpResponseMessage> GetMetricsAsync(string path) => _client.GetAsync(new Uri($"http://127.0.0.1:{_metrics}{path}"));

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        _client.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using HttpResponseMessage answer = await GetHealthAsync("/readyz");
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, Program.Output);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return false;
        }
    }
}
