using ElementalProvider.Admission;
using ElementalProvider.AgentGateway;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Controllers;
using ElementalProvider.Manager.Endpoints;
using ElementalProvider.Manager.Logging;
using ElementalProvider.Manager.Options;
using ElementalProvider.Manager.Startup;
using ElementalProvider.Manager.Telemetry;
using ElementalProvider.Manager.Tls;

namespace ElementalProvider.Manager;

/// <summary>Wires the manager together and runs it until it is told to stop.</summary>
internal static partial class ManagerProcess
{
    /// <summary>Exit code for a manager that could not start or had to stop.</summary>
    public const int Failed = 1;

    private const string DefaultNamespace = "default";

    /// <summary>Runs the manager.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ManagerOptions options, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.UseSerilog(options);
        using ILoggerFactory startupLogs = LoggerFactory.Create(logging => logging.UseSerilog(options));
        ILogger logger = startupLogs.CreateLogger("ElementalProvider.Manager");
        try
        {
            ICertificateSource? webhooks = options.WebhookCertDir is { } folder ? FileCertificate.In(folder) : null;
            KubernetesClientConfiguration configuration = ClientConfiguration.Load(options.Kubeconfig, options.Context);
            using KubernetesClient client = new(configuration, new KubernetesClientOptions
            {
                UserAgent = "elemental-manager",
                RequestsPerSecond = options.KubeApiQps,
            });
            await new ApiServerCheck(client, TimeProvider.System, logger).RunAsync(options.IsInCluster, cancellationToken);
            string ownNamespace = configuration.Namespace ?? DefaultNamespace;
            AgentTls tls = await AgentTls.PrepareAsync(options, client, ownNamespace, TimeProvider.System, cancellationToken);

            AddressCheck.Run(options);
            AddServices(builder, options, client, ownNamespace, tls);
            AddWebhooks(builder.Services, webhooks);
            builder.AddTelemetry(options);
            builder.WebHost.Listen(options, tls.Certificate, webhooks);
            await using WebApplication app = builder.Build();
            app.MapManager(options, servesWebhooks: webhooks is not null, servesMetrics: options.MetricsBindAddress is not null);
            Log.Starting(logger, options.AgentBindAddress.ToString(), options.AgentUrl, client.Server);
            if (webhooks is not null)
                Log.ServingWebhooks(logger, options.WebhookBindAddress.ToString());
            else
                Log.NoWebhooks(logger);
            await app.RunAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception exception) when (exception is StartupException or KubernetesConfigurationException)
        {
            Log.CannotStart(logger, exception.Message);
            return Failed;
        }
        catch (IOException exception)
        {
            // Kestrel's word for an address that it cannot bind: somebody was faster.
            Log.CannotStart(logger, exception.Message);
            return Failed;
        }
    }

    private static void AddServices(
        WebApplicationBuilder builder, ManagerOptions options, IKubernetesClient client, string ownNamespace, AgentTls tls)
    {
        IServiceCollection services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        services.AddSingleton(client);
        services.AddSingleton(new ServedCertificate("agents", tls.Certificate));
        services.AddHostedService<CertificateRefresh>();
        services.AddSingleton<MetricsAccess>();
        services.AddControllerRuntime(runtime =>
        {
            runtime.Component = "elemental-manager";
            runtime.Namespace = options.Namespace;
            runtime.WatchFilter = options.WatchFilter;
            runtime.LeaderElection = options.LeaderElect;
            runtime.LeaseName = options.LeaderElectionId;
            runtime.LeaseNamespace = options.LeaderElectionNamespace ?? ownNamespace;
            runtime.ReplicaPrefix = ReplicaPrefix(options.LeaderElectionId);
            runtime.DefaultWorkers = options.Workers;
        });
        services.AddElementalControllers(controllers =>
        {
            controllers.AgentEndpoint = options.AgentUrl;
            controllers.OsVersionTimeout = options.OsVersionTimeout;
            controllers.AgentCaCertificate = tls.TrustedPem.Length > 0 ? tls.TrustedPem : null;
        });
        services.AddAgentGateway(gateway =>
        {
            gateway.WatchFilter = options.WatchFilter;
            gateway.HostLostAfter = options.HostLostAfter;
            gateway.HandshakesPerAddress = options.AgentHandshakesPerAddress;
            gateway.Reflection = options.AgentReflection;
        });
    }

    private static string ReplicaPrefix(string leaderElectionId)
    {
        const string Leader = "-leader";
        return (leaderElectionId.EndsWith(Leader, StringComparison.Ordinal) ? leaderElectionId[..^Leader.Length] : leaderElectionId) + "-replica";
    }

    private static void AddWebhooks(IServiceCollection services, ICertificateSource? certificate)
    {
        if (certificate is not null)
        {
            services.AddSingleton(new ServedCertificate("the API server", certificate));
            services.AddAdmission();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Information, "Starting: agents on {address} as {url}, Kubernetes API server {server}")]
        public static partial void Starting(ILogger logger, string address, Uri url, Uri server);

        [LoggerMessage(4202, LogLevel.Critical, "The manager cannot start: {reason}")]
        public static partial void CannotStart(ILogger logger, string reason);

        [LoggerMessage(4203, LogLevel.Information, "Serving admission webhooks on {address}")]
        public static partial void ServingWebhooks(ILogger logger, string address);

        [LoggerMessage(4204, LogLevel.Information, "Admission webhooks are not served: --webhook-cert-dir is not given")]
        public static partial void NoWebhooks(ILogger logger);
    }
}
