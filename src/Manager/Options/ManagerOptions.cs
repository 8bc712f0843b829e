using System.Net;
using Serilog.Events;

namespace ElementalProvider.Manager.Options;

/// <summary>How this process runs. Made of arguments that were found to be valid; see <see cref="ManagerSettings"/> for what they mean.</summary>
internal sealed record ManagerOptions
{
    public string? Kubeconfig { get; init; }

    public string? Context { get; init; }

    public string? Namespace { get; init; }

    public string? WatchFilter { get; init; }

    public bool LeaderElect { get; init; }

    public string? LeaderElectionNamespace { get; init; }

    public required string LeaderElectionId { get; init; }

    public required IPEndPoint AgentBindAddress { get; init; }

    public required Uri AgentUrl { get; init; }

    public string? AgentCaFile { get; init; }

    public bool AgentReflection { get; init; }

    /// <summary>Zero for no limit.</summary>
    public required int AgentHandshakesPerAddress { get; init; }

    public string? TlsCertFile { get; init; }

    public string? TlsKeyFile { get; init; }

    public string? TlsDir { get; init; }

    public required IPEndPoint WebhookBindAddress { get; init; }

    /// <summary>Null where webhooks are not served.</summary>
    public string? WebhookCertDir { get; init; }

    /// <summary>Null where health is not served.</summary>
    public IPEndPoint? HealthBindAddress { get; init; }

    /// <summary>Null where metrics are not served.</summary>
    public IPEndPoint? MetricsBindAddress { get; init; }

    /// <summary>Whether metrics are encrypted and given to those only who may read them.</summary>
    public bool MetricsSecure { get; init; }

    /// <summary>Null where no telemetry is exported.</summary>
    public Uri? OtlpEndpoint { get; init; }

    public required int Workers { get; init; }

    /// <summary>Zero for no limit.</summary>
    public required TimeSpan OsVersionTimeout { get; init; }

    /// <summary>Zero for never.</summary>
    public required TimeSpan HostLostAfter { get; init; }

    public required LogEventLevel LogLevel { get; init; }

    public required bool LogJson { get; init; }

    public required TimeSpan ShutdownTimeout { get; init; }

    /// <summary>Null for no limit.</summary>
    public double? KubeApiQps { get; init; }

    public bool IsInCluster { get; init; }

    /// <summary>The options that valid arguments stand for.</summary>
    /// <param name="arguments">Arguments that <see cref="ManagerArgumentsValidator"/> accepts.</param>
    public static ManagerOptions From(ManagerArguments arguments)
    {
        IPEndPoint? metrics = ArgumentValues.Endpoint(arguments.MetricsBindAddress);
        IPEndPoint agent = ArgumentValues.Endpoint(arguments.AgentBindAddress)!;
        return new ManagerOptions
        {
            Kubeconfig = NullIfEmpty(arguments.Kubeconfig),
            Context = NullIfEmpty(arguments.Context),
            Namespace = NullIfEmpty(arguments.Namespace),
            WatchFilter = NullIfEmpty(arguments.WatchFilter),
            LeaderElect = bool.Parse(arguments.LeaderElect),
            LeaderElectionNamespace = NullIfEmpty(arguments.LeaderElectionNamespace),
            LeaderElectionId = arguments.LeaderElectionId,
            AgentBindAddress = agent,
            AgentUrl = ArgumentValues.HttpsUrl(arguments.AgentUrl) ?? ArgumentValues.UrlOf(agent),
            AgentCaFile = NullIfEmpty(arguments.AgentCaFile),
            AgentReflection = bool.Parse(arguments.AgentReflection),
            AgentHandshakesPerAddress = ArgumentValues.Whole(arguments.AgentHandshakesPerAddress)!.Value,
            TlsCertFile = NullIfEmpty(arguments.TlsCertFile),
            TlsKeyFile = NullIfEmpty(arguments.TlsKeyFile),
            TlsDir = NullIfEmpty(arguments.TlsDir),
            WebhookBindAddress = ArgumentValues.Endpoint(arguments.WebhookBindAddress)!,
            WebhookCertDir = NullIfEmpty(arguments.WebhookCertDir),
            HealthBindAddress = ArgumentValues.Endpoint(arguments.HealthBindAddress),
            MetricsBindAddress = metrics,
            MetricsSecure = arguments.MetricsSecure.Length > 0 ? bool.Parse(arguments.MetricsSecure) : metrics is not null && !IPAddress.IsLoopback(metrics.Address),
            OtlpEndpoint = ArgumentValues.HttpUrl(arguments.OtlpEndpoint),
            Workers = ArgumentValues.Whole(arguments.Workers)!.Value,
            LogLevel = ArgumentValues.Level(arguments.LogLevel)!.Value,
            LogJson = arguments.LogFormat == "json",
            OsVersionTimeout = ArgumentValues.Duration(arguments.OsVersionTimeout)!.Value,
            HostLostAfter = ArgumentValues.Duration(arguments.HostLostAfter)!.Value,
            ShutdownTimeout = ArgumentValues.Duration(arguments.ShutdownTimeout)!.Value,
            KubeApiQps = ArgumentValues.Number(arguments.KubeApiQps) is > 0 and double rate ? rate : null,
            IsInCluster = arguments.IsInCluster,
        };
    }

    private static string? NullIfEmpty(string value) => value.Length > 0 ? value : null;
}
