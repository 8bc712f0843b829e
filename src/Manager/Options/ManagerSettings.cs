namespace ElementalProvider.Manager.Options;

/// <summary>All options of the manager. The help, the environment variables and the messages about wrong values are made from this list.</summary>
internal static class ManagerSettings
{
    public static readonly Setting Kubeconfig = new(
        "--kubeconfig", "", "Kubeconfig file. Without it: KUBECONFIG, the service account inside a cluster, ~/.kube/config.");

    public static readonly Setting Context = new("--context", "", "Context of the kubeconfig. Without it: its current one.");

    public static readonly Setting Namespace = new("--namespace", "", "The only namespace to look at. Without it: all of them.");

    public static readonly Setting WatchFilter = new(
        "--watch-filter", "", "Only reconcile objects whose label cluster.x-k8s.io/watch-filter has this value.");

    public static readonly Setting LeaderElect = new(
        "--leader-elect", "false", "Let only one of several managers reconcile; all of them serve agents. Works outside a cluster too.", IsSwitch: true);

    public static readonly Setting LeaderElectionNamespace = new(
        "--leader-election-namespace", "", "Namespace of the lease. Without it: that of the pod or of the kubeconfig's context, else default.");

    public static readonly Setting LeaderElectionId = new("--leader-election-id", "elemental-manager-leader", "Name of the lease.");

    public static readonly Setting AgentBindAddress = new("--agent-bind-address", "0.0.0.0:9443", "Address and port on which agents are served.");

    public static readonly Setting AgentUrl = new(
        "--agent-url", "",
        "URL under which machines reach the agent address; it is written into registrations. Required inside a cluster. Without it: "
        + "https:// and the agent address, with 127.0.0.1 for any address.");

    public static readonly Setting AgentCaFile = new(
        "--agent-ca-file", "",
        "Certificates (PEM) that machines trust for the agent URL. Without it: the manager's own authority, or with --tls-cert-file the "
        + "certificates that the machines' systems trust.");

    public static readonly Setting AgentReflection = new(
        "--agent-reflection", "false",
        "Tell whoever asks on the agent address which gRPC services it has, for tools such as grpcurl. Meant for development.", IsSwitch: true);

    public static readonly Setting AgentHandshakesPerAddress = new(
        "--agent-handshakes-per-address", "4096",
        "Connections of one address (IPv6: one /64) that owe the next message of their TLS handshake; the slowest of what is beyond are dropped. 0 for no limit of its own, "
        + "such as behind a load balancer that hides the addresses of machines.");

    public static readonly Setting TlsCertFile = new(
        "--tls-cert-file", "", "Certificate chain (PEM) of the agent address; read again when it changes. Without it: one by the manager's own authority.");

    public static readonly Setting TlsKeyFile = new("--tls-key-file", "", "Private key (PEM) of --tls-cert-file.");

    public static readonly Setting TlsDir = new(
        "--tls-dir", "",
        "Folder for the manager's own authority. Without it: the Secret elemental-manager-ca inside a cluster, "
        + "$XDG_STATE_HOME/elemental-manager (~/.local/state) outside.");

    public static readonly Setting WebhookBindAddress = new(
        "--webhook-bind-address", "0.0.0.0:9444", "Address and port of the admission webhooks, in HTTPS.");

    public static readonly Setting WebhookCertDir = new(
        "--webhook-cert-dir", "",
        "Folder with the certificate of the webhook address, tls.crt and tls.key (PEM); read again when they change. Without it: no webhooks.");

    public static readonly Setting HealthBindAddress = new(
        "--health-bind-address", "0.0.0.0:8081", "Address and port of /healthz and /readyz; 0 for none.");

    public static readonly Setting MetricsBindAddress = new(
        "--metrics-bind-address", "127.0.0.1:8080", "Address and port of /metrics; 0 for none.");

    public static readonly Setting MetricsSecure = new(
        "--metrics-secure", "",
        "Whether /metrics is served in HTTPS, to those only whose token of the cluster may get it. Without it: yes, unless the address is a loopback one, "
        + "which is served in plain HTTP to anybody on the machine.", IsSwitch: true);

    public static readonly Setting OtlpEndpoint = new(
        "--otlp-endpoint", "",
        "URL of an OpenTelemetry collector, such as http://collector:4317; metrics, traces and logs are exported to it. Without it: nothing is.");

    public static readonly Setting Workers = new("--workers", "10", "Objects of a kind that are reconciled at once.");

    public static readonly Setting OsVersionTimeout = new(
        "--os-version-timeout", "0s",
        "How long after it was asked for, or allowed, a host may begin with an OS version, such as 90m or 8h; what it has begun it finishes. 0s for any time.");

    public static readonly Setting HostLostAfter = new(
        "--host-lost-after", "2m",
        "How long a host may be without a connection before it counts as lost and is not claimed; agents may take a minute to come back. 0s for ever.");

    public static readonly Setting LogLevel = new("--log-level", "information", "The least that is logged: verbose, debug, information, warning, error.");

    public static readonly Setting LogFormat = new("--log-format", "text", "Form of the log: text, or json with one object a line.");

    public static readonly Setting ShutdownTimeout = new(
        "--shutdown-timeout", "30s", "How long running work may take to end on shutdown, such as 30s or 1m.");

    public static readonly Setting KubeApiQps = new(
        "--kube-api-qps", "0", "Requests a second to the Kubernetes API that the manager allows itself; 0 leaves fairness to the API server.");

    /// <summary>Every option, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Kubeconfig, Context, Namespace, WatchFilter, LeaderElect, LeaderElectionNamespace, LeaderElectionId,
        AgentBindAddress, AgentUrl, AgentCaFile, AgentReflection, AgentHandshakesPerAddress, TlsCertFile, TlsKeyFile, TlsDir,
        WebhookBindAddress, WebhookCertDir, HealthBindAddress, MetricsBindAddress, MetricsSecure, OtlpEndpoint,
        Workers, OsVersionTimeout, HostLostAfter, LogLevel, LogFormat, ShutdownTimeout, KubeApiQps,
    ];
}
