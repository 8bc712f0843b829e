using ElementalProvider.Manager.Options;
using Serilog.Events;

namespace ElementalProvider.Manager.Tests.Options;

public class ManagerCommandTests
{
    [Fact]
    public async Task Without_arguments_the_defaults_hold()
    {
        ManagerOptions options = (await RunAsync([])).Options!;

        Assert.Equal("0.0.0.0:9443", options.AgentBindAddress.ToString());
        Assert.Equal("https://127.0.0.1:9443/", options.AgentUrl.ToString());
        Assert.Equal("0.0.0.0:9444", options.WebhookBindAddress.ToString());
        Assert.Null(options.WebhookCertDir);
        Assert.Equal("0.0.0.0:8081", options.HealthBindAddress!.ToString());
        Assert.Equal("127.0.0.1:8080", options.MetricsBindAddress!.ToString());
        Assert.Equal((false, 10, LogEventLevel.Information, false), (options.LeaderElect, options.Workers, options.LogLevel, options.LogJson));
        Assert.Equal(TimeSpan.FromSeconds(30), options.ShutdownTimeout);
        Assert.Null(options.KubeApiQps);
        Assert.Null(options.Namespace);
        Assert.Null(options.OtlpEndpoint);
    }

    [Theory]
    [InlineData("--workers", "7")]
    [InlineData("--workers=7")]
    public async Task An_option_wins_over_its_variable(params string[] args) =>
        Assert.Equal(7, (await RunAsync(args, ("ELEMENTAL_WORKERS", "9"))).Options!.Workers);

    [Fact]
    public async Task A_variable_wins_over_the_default() =>
        Assert.Equal(9, (await RunAsync([], ("ELEMENTAL_WORKERS", "9"))).Options!.Workers);

    [Theory]
    [InlineData(true, "--leader-elect")]
    [InlineData(true, "--leader-elect", "true")]
    [InlineData(true, "--leader-elect=true")]
    [InlineData(false, "--leader-elect=false")]
    public async Task A_switch_needs_no_value(bool expected, params string[] args) =>
        Assert.Equal(expected, (await RunAsync(args)).Options!.LeaderElect);

    [Theory]
    [InlineData("--health-bind-address", "0")]
    [InlineData("--metrics-bind-address", "0")]
    public async Task Zero_leaves_a_listener_out(string flag, string value)
    {
        ManagerOptions options = (await RunAsync([flag, value])).Options!;

        Assert.Single(new[] { options.HealthBindAddress, options.MetricsBindAddress }, address => address is null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(false, "--metrics-bind-address", "[::1]:8080")]
    [InlineData(false, "--metrics-bind-address", "0")]
    [InlineData(true, "--metrics-bind-address", "0.0.0.0:8080")]
    [InlineData(true, "--metrics-bind-address", ":8080")]
    [InlineData(true, "--metrics-bind-address", "10.0.0.1:8080")]
    [InlineData(true, "--metrics-secure")]
    [InlineData(false, "--metrics-bind-address", "0.0.0.0:8080", "--metrics-secure=false")]
    public async Task Metrics_that_others_than_this_machine_reach_are_secure_unless_told_otherwise(bool expected, params string[] args) =>
        Assert.Equal(expected, (await RunAsync(args)).Options!.MetricsSecure);

    [Theory]
    [InlineData("127.0.0.1:1234", "https://127.0.0.1:1234/")]
    [InlineData("0.0.0.0:1234", "https://127.0.0.1:1234/")]
    [InlineData("[::1]:1234", "https://[::1]:1234/")]
    [InlineData(":1234", "https://127.0.0.1:1234/")]
    public async Task Outside_a_cluster_the_agent_url_follows_from_the_address(string address, string url) =>
        Assert.Equal(url, (await RunAsync(["--agent-bind-address", address])).Options!.AgentUrl.ToString());

    public static TheoryData<string[], string> WrongArguments => new()
    {
        { ["--workers", "many"], "--workers (ELEMENTAL_WORKERS) must be a whole number from 1 to 256, but is 'many'." },
        { ["--agent-handshakes-per-address", "-1"], "--agent-handshakes-per-address (ELEMENTAL_AGENT_HANDSHAKES_PER_ADDRESS) must be a whole number that is not negative, but is '-1'." },
        { ["--workers", "0"], "--workers (ELEMENTAL_WORKERS) must be a whole number from 1 to 256, but is '0'." },
        { ["--log-level", "loud"], "--log-level (ELEMENTAL_LOG_LEVEL) must be verbose, debug, information, warning or error, but is 'loud'." },
        { ["--log-level", "3"], "--log-level (ELEMENTAL_LOG_LEVEL) must be verbose, debug, information, warning or error, but is '3'." },
        { ["--log-format", "yaml"], "--log-format (ELEMENTAL_LOG_FORMAT) must be text or json, but is 'yaml'." },
        { ["--host-lost-after", "2"], "--host-lost-after (ELEMENTAL_HOST_LOST_AFTER) must be a time such as 2m or 90s, or 0s for never, but is '2'." },
        { ["--os-version-timeout", "90"], "--os-version-timeout (ELEMENTAL_OS_VERSION_TIMEOUT) must be a time such as 90m or 8h, or 0s for no limit, but is '90'." },
        { ["--shutdown-timeout", "30"], "--shutdown-timeout (ELEMENTAL_SHUTDOWN_TIMEOUT) must be a time up to 10m, such as 30s or 1m, but is '30'." },
        { ["--shutdown-timeout", "1h"], "--shutdown-timeout (ELEMENTAL_SHUTDOWN_TIMEOUT) must be a time up to 10m, such as 30s or 1m, but is '1h'." },
        { ["--kube-api-qps", "-1"], "--kube-api-qps (ELEMENTAL_KUBE_API_QPS) must be a number that is not negative, but is '-1'." },
        { ["--kube-api-qps", "NaN"], "--kube-api-qps (ELEMENTAL_KUBE_API_QPS) must be a number that is not negative, but is 'NaN'." },
        { ["--leader-elect", "maybe"], "--leader-elect (ELEMENTAL_LEADER_ELECT) must be true or false, but is 'maybe'." },
        { ["--leader-election-id", "My Lease"], "--leader-election-id (ELEMENTAL_LEADER_ELECTION_ID) must be a name of lower-case letters, digits and '-', but is 'My Lease'." },
        { ["--namespace", "Nope!"], "--namespace (ELEMENTAL_NAMESPACE) must be the name of a namespace, but is 'Nope!'." },
        { ["--watch-filter", "a b"], "--watch-filter (ELEMENTAL_WATCH_FILTER) must be the value of a label, but is 'a b'." },
        { ["--agent-bind-address", "9443"], "--agent-bind-address (ELEMENTAL_AGENT_BIND_ADDRESS) must be ADDRESS:PORT, such as 0.0.0.0:9443, but is '9443'." },
        { ["--agent-bind-address", "somewhere:9443"], "--agent-bind-address (ELEMENTAL_AGENT_BIND_ADDRESS) must be ADDRESS:PORT, such as 0.0.0.0:9443, but is 'somewhere:9443'." },
        { ["--agent-bind-address", "::1:9443"], "--agent-bind-address (ELEMENTAL_AGENT_BIND_ADDRESS) must be ADDRESS:PORT, such as 0.0.0.0:9443, but is '::1:9443'." },
        { ["--webhook-bind-address", "0"], "--webhook-bind-address (ELEMENTAL_WEBHOOK_BIND_ADDRESS) must be ADDRESS:PORT, such as 0.0.0.0:9444, but is '0'." },
        { ["--webhook-cert-dir", "/no/such/folder"], "--webhook-cert-dir (ELEMENTAL_WEBHOOK_CERT_DIR) must name a folder that exists, but is '/no/such/folder'." },
        { ["--health-bind-address", "1.2.3.4:99999"], "--health-bind-address (ELEMENTAL_HEALTH_BIND_ADDRESS) must be ADDRESS:PORT, such as 0.0.0.0:8081, or 0 for none, but is '1.2.3.4:99999'." },
        { ["--metrics-bind-address", "off"], "--metrics-bind-address (ELEMENTAL_METRICS_BIND_ADDRESS) must be ADDRESS:PORT, such as 127.0.0.1:8080, or 0 for none, but is 'off'." },
        { ["--metrics-secure", "maybe"], "--metrics-secure (ELEMENTAL_METRICS_SECURE) must be true or false, but is 'maybe'." },
        { ["--otlp-endpoint", "collector:4317"], "--otlp-endpoint (ELEMENTAL_OTLP_ENDPOINT) must be an http or https URL without user and query, such as http://collector:4317; credentials belong into OTEL_EXPORTER_OTLP_HEADERS." },
        { ["--otlp-endpoint", "https://me:secret@collector"], "--otlp-endpoint (ELEMENTAL_OTLP_ENDPOINT) must be an http or https URL without user and query, such as http://collector:4317; credentials belong into OTEL_EXPORTER_OTLP_HEADERS." },
        { ["--agent-url", "http://manager"], "--agent-url (ELEMENTAL_AGENT_URL) must be an https URL without query, such as https://manager.example.com:9443, but is 'http://manager'." },
        { ["--agent-url", "manager:9443"], "--agent-url (ELEMENTAL_AGENT_URL) must be an https URL without query, such as https://manager.example.com:9443, but is 'manager:9443'." },
        { ["--agent-bind-address", "127.0.0.1:0"], "--agent-url (ELEMENTAL_AGENT_URL) must be given where --agent-bind-address (ELEMENTAL_AGENT_BIND_ADDRESS) leaves the port to the system." },
        { ["--agent-ca-file", "/no/such/file"], "--agent-ca-file (ELEMENTAL_AGENT_CA_FILE) must name a file that exists, but is '/no/such/file'." },
        { ["--tls-cert-file", "/dev/null"], "--tls-cert-file (ELEMENTAL_TLS_CERT_FILE) and --tls-key-file (ELEMENTAL_TLS_KEY_FILE) must be given together." },
        { ["--tls-key-file", "/dev/null"], "--tls-cert-file (ELEMENTAL_TLS_CERT_FILE) and --tls-key-file (ELEMENTAL_TLS_KEY_FILE) must be given together." },
        { ["--tls-cert-file", "/dev/null", "--tls-key-file", "/dev/null", "--tls-dir", "x"], "--tls-dir (ELEMENTAL_TLS_DIR) holds the manager's own authority and has no use with --tls-cert-file (ELEMENTAL_TLS_CERT_FILE)." },
    };

    [Theory]
    [MemberData(nameof(WrongArguments))]
    public async Task A_wrong_value_gets_exit_code_2_and_one_sentence_that_names_its_option(string[] args, string sentence)
    {
        Run run = await RunAsync(args);

        Assert.Equal(2, run.ExitCode);
        Assert.Null(run.Options);
        Assert.Equal([$"elemental-manager: {sentence}", "elemental-manager: see elemental-manager --help"], run.Errors);
    }

    [Fact]
    public async Task Everything_wrong_is_said_at_once() =>
        Assert.Equal(3 + 1, (await RunAsync(["--workers", "x", "--log-format", "y"], ("ELEMENTAL_LEADER_ELECT", "z"))).Errors.Count);

    [Theory]
    [InlineData("--nope")]
    [InlineData("start")]
    [InlineData("--workers")]
    public async Task An_argument_that_does_not_exist_or_has_no_value_is_wrong(string argument)
    {
        Run run = await RunAsync([argument]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(argument, run.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inside_a_cluster_the_agent_url_must_be_given()
    {
        (string, string) pod = ("KUBERNETES_SERVICE_HOST", "10.0.0.1");

        Assert.StartsWith(
            "elemental-manager: --agent-url (ELEMENTAL_AGENT_URL) must be given inside a cluster", (await RunAsync([], pod)).Errors[0], StringComparison.Ordinal);
        Assert.True((await RunAsync(["--agent-url", "https://m:9443"], pod)).Options!.IsInCluster);
        Assert.False((await RunAsync(["--kubeconfig", "k"], pod)).Options!.IsInCluster);
    }

    private static async Task<Run> RunAsync(string[] args, params (string Name, string Value)[] environment)
    {
        ManagerOptions? options = null;
        using StringWriter errors = new();
        ManagerCommand command = new(
            (parsed, _) =>
            {
                options = parsed;
                return Task.FromResult(0);
            },
            name => environment.FirstOrDefault(variable => variable.Name == name).Value,
            errors);
        int exitCode = await command.InvokeAsync(args);
        return new Run(exitCode, options, errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private sealed record Run(int ExitCode, ManagerOptions? Options, IReadOnlyList<string> Errors);
}
