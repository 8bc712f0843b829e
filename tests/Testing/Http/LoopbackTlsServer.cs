using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ElementalProvider.Testing.Http;

/// <summary>An HTTPS server on loopback with a certificate of its own: what answers webhooks in tests.</summary>
public sealed class LoopbackTlsServer : IAsyncDisposable
{
    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _application;

    private LoopbackTlsServer(X509Certificate2 certificate, WebApplication application)
    {
        _certificate = certificate;
        _application = application;
    }

    /// <summary>Such as https://127.0.0.1:40123/.</summary>
    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What the server's certificate is checked with: PEM in base64, as a caBundle must hold it.</summary>
    public string CaBundle => Convert.ToBase64String(Encoding.ASCII.GetBytes(_certificate.ExportCertificatePem()));

    /// <summary>Starts a server.</summary>
    /// <param name="answer">Answers every request.</param>
    /// <param name="dnsNames">Names that its certificate is good for, besides 127.0.0.1.</param>
    public static async Task<LoopbackTlsServer> StartAsync(RequestDelegate answer, params string[] dnsNames)
    {
        X509Certificate2 certificate = LoopbackServer.NewCertificate(dnsNames);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate)));
        WebApplication application = builder.Build();
        ((IApplicationBuilder)application).Run(answer);
        await application.StartAsync();
        return new LoopbackTlsServer(certificate, application);
    }

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _certificate.Dispose();
    }
}
