using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.AgentGateway;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.Controllers;
using ElementalProvider.Testing.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.LoadGenerator.Tests.Support;

/// <summary>Controllers and gateway as the manager wires them, in this process and by the test's clock. There is no leader election.</summary>
internal sealed class TestManager : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly KubernetesClient _client;
    private readonly X509Certificate2 _certificate;

    private TestManager(WebApplication app, KubernetesClient client, X509Certificate2 certificate) =>
        (_app, _client, _certificate) = (app, client, certificate);

    public static async Task<TestManager> StartAsync(string kubeconfig, TimeProvider clock)
    {
        X509Certificate2 certificate = LoopbackServer.NewCertificate();
        SslStreamCertificateContext context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
        KubernetesClient client = new(
            ClientConfiguration.Parse(kubeconfig), new KubernetesClientOptions { UserAgent = "elemental-manager" });
        // The address goes into the registration, so it must be known before anything listens.
        int port = LoopbackServer.FreePort();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseAgentEndpointLimits();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port, listen => listen.UseAgentTls(() => context)));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton<IKubernetesClient>(client);
        builder.Services.AddControllerRuntime();
        builder.Services.AddElementalControllers(controllers =>
        {
            controllers.AgentEndpoint = new Uri($"https://127.0.0.1:{port}");
            controllers.AgentCaCertificate = certificate.ExportCertificatePem();
        });
        builder.Services.AddAgentGateway();
        WebApplication app = builder.Build();
        app.MapAgentGateway();
        await app.StartAsync();
        return new TestManager(app, client, certificate);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _client.Dispose();
        _certificate.Dispose();
    }
}
