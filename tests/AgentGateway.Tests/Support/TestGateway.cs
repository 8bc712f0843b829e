using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.AgentGateway.Overload;
using ElementalProvider.AgentGateway.Presence;
using ElementalProvider.Api.AgentProtocol;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Testing.Http;
using ElementalProvider.Testing.Time;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.AgentGateway.Tests.Support;

/// <summary>One replica of the gateway over TLS, with its own clock, and a client of it.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IKubernetesClient _kubernetes;
    private readonly X509Certificate2 _certificate;
    private readonly GrpcChannel _channel;
    private readonly ElementalApi _api;

    private TestGateway(WebApplication app, IKubernetesClient kubernetes, X509Certificate2 certificate, ManualTimeProvider clock, ElementalApi api, string name)
    {
        _app = app;
        _kubernetes = kubernetes;
        _certificate = certificate;
        _api = api;
        Clock = clock;
        Name = name;
        _channel = GrpcChannel.ForAddress(new Uri(app.Urls.First()), new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                SslOptions = { RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString() },
            },
        });
        Agents = new AgentService.AgentServiceClient(_channel);
        Health = new Health.HealthClient(_channel);
    }

    public AgentService.AgentServiceClient Agents { get; }

    public Health.HealthClient Health { get; }

    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    public ManualTimeProvider Clock { get; }

    public string Name { get; }

    /// <summary>Makes the meters of this replica and of no other.</summary>
    public IMeterFactory Meters => _app.Services.GetRequiredService<IMeterFactory>();

    /// <summary>Requests about single objects that this replica has made.</summary>
    public IReadOnlyDictionary<string, long> Requests => _api.RequestsOf(Name);

    public static async Task<TestGateway> StartAsync(
        ElementalApi api, ManualTimeProvider? clock = null, HttpMessageHandler? network = null, bool waitUntilReady = true, string? replicas = null,
        WorkDoor? door = null)
    {
        string name = api.NextGatewayName();
        clock ??= new ManualTimeProvider();
        X509Certificate2 certificate = LoopbackServer.NewCertificate();
        SslStreamCertificateContext context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        KubernetesClient kubernetes = new(api.Configuration, new KubernetesClientOptions { UserAgent = name, Handler = network });
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseAgentEndpointLimits();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen => listen.UseAgentTls(() => context)));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton<IKubernetesClient>(kubernetes);
        builder.Services.AddControllerRuntime(runtime =>
        {
            // Without, hosts are not told apart by the replica that they are connected to.
            (runtime.LeaseNamespace, runtime.ReplicaPrefix) = replicas is null ? (null, null) : ("default", replicas);
        });
        builder.Services.AddAgentGateway();
        if (door is not null)
            builder.Services.AddSingleton(door);
        WebApplication app = builder.Build();
        app.MapAgentGateway();
        await app.StartAsync();
        TestGateway gateway = new(app, kubernetes, certificate, clock, api, name);
        if (waitUntilReady)
            await gateway.ReadyAsync();
        if (replicas is not null)
            await gateway.RenewedAsync();
        return gateway;
    }

    /// <summary>Waits until a boot was the last to speak for a host.</summary>
    public Task HeardAsync(ObjectKey host, string bootId) => Eventually.TrueAsync(() => Task.FromResult(
        _app.Services.GetRequiredService<Clones>().TrailOf(host)?.Sightings is [.., var last] && last.Who.BootId == bootId));

    /// <summary>Lets time pass until the lease of this replica is as new as it has to be.</summary>
    public Task RenewedAsync()
    {
        IReplicas replicas = _app.Services.GetRequiredService<IReplicas>();
        return Eventually.TrueAsync(() =>
        {
            if (replicas.Mine is null)
                Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(replicas.Mine is not null);
        });
    }

    /// <summary>Tells the gateway to stop, as SIGTERM does.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _channel.ShutdownAsync();
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _kubernetes.Dispose();
        _certificate.Dispose();
    }

    private Task ReadyAsync() => Eventually.TrueAsync(async () =>
        (await _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status == HealthStatus.Healthy);
}
