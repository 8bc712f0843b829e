namespace ElementalProvider.Manager.Options;

/// <summary>What the command line and the environment say, as text: everything wrong with it can then be said at once and in one voice.</summary>
internal sealed record ManagerArguments
{
    /// <summary>See <see cref="ManagerSettings.Kubeconfig"/>.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.Context"/>.</summary>
    public string Context { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.Namespace"/>.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.WatchFilter"/>.</summary>
    public string WatchFilter { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.LeaderElect"/>.</summary>
    public string LeaderElect { get; init; } = ManagerSettings.LeaderElect.Default;

    /// <summary>See <see cref="ManagerSettings.LeaderElectionNamespace"/>.</summary>
    public string LeaderElectionNamespace { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.LeaderElectionId"/>.</summary>
    public string LeaderElectionId { get; init; } = ManagerSettings.LeaderElectionId.Default;

    /// <summary>See <see cref="ManagerSettings.AgentBindAddress"/>.</summary>
    public string AgentBindAddress { get; init; } = ManagerSettings.AgentBindAddress.Default;

    /// <summary>See <see cref="ManagerSettings.AgentUrl"/>.</summary>
    public string AgentUrl { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.AgentCaFile"/>.</summary>
    public string AgentCaFile { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.AgentReflection"/>.</summary>
    public string AgentReflection { get; init; } = ManagerSettings.AgentReflection.Default;

    /// <summary>See <see cref="ManagerSettings.AgentHandshakesPerAddress"/>.</summary>
    public string AgentHandshakesPerAddress { get; init; } = ManagerSettings.AgentHandshakesPerAddress.Default;

    /// <summary>See <see cref="ManagerSettings.TlsCertFile"/>.</summary>
    public string TlsCertFile { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.TlsKeyFile"/>.</summary>
    public string TlsKeyFile { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.TlsDir"/>.</summary>
    public string TlsDir { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.WebhookBindAddress"/>.</summary>
    public string WebhookBindAddress { get; init; } = ManagerSettings.WebhookBindAddress.Default;

    /// <summary>See <see cref="ManagerSettings.WebhookCertDir"/>.</summary>
    public string WebhookCertDir { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.HealthBindAddress"/>.</summary>
    public string HealthBindAddress { get; init; } = ManagerSettings.HealthBindAddress.Default;

    /// <summary>See <see cref="ManagerSettings.MetricsBindAddress"/>.</summary>
    public string MetricsBindAddress { get; init; } = ManagerSettings.MetricsBindAddress.Default;

    /// <summary>See <see cref="ManagerSettings.MetricsSecure"/>.</summary>
    public string MetricsSecure { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.OtlpEndpoint"/>.</summary>
    public string OtlpEndpoint { get; init; } = "";

    /// <summary>See <see cref="ManagerSettings.Workers"/>.</summary>
    public string Workers { get; init; } = ManagerSettings.Workers.Default;

    /// <summary>See <see cref="ManagerSettings.LogLevel"/>.</summary>
    public string LogLevel { get; init; } = ManagerSettings.LogLevel.Default;

    /// <summary>See <see cref="ManagerSettings.LogFormat"/>.</summary>
    public string LogFormat { get; init; } = ManagerSettings.LogFormat.Default;

    /// <summary>See <see cref="ManagerSettings.OsVersionTimeout"/>.</summary>
    public string OsVersionTimeout { get; init; } = ManagerSettings.OsVersionTimeout.Default;

    /// <summary>See <see cref="ManagerSettings.HostLostAfter"/>.</summary>
    public string HostLostAfter { get; init; } = ManagerSettings.HostLostAfter.Default;

    /// <summary>See <see cref="ManagerSettings.ShutdownTimeout"/>.</summary>
    public string ShutdownTimeout { get; init; } = ManagerSettings.ShutdownTimeout.Default;

    /// <summary>See <see cref="ManagerSettings.KubeApiQps"/>.</summary>
    public string KubeApiQps { get; init; } = ManagerSettings.KubeApiQps.Default;

    /// <summary>Whether this process runs in a pod and talks to the cluster it runs in.</summary>
    public bool IsInCluster { get; init; }
}
