using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.GrpcTests.Support;

/// <summary>The probe service on Kestrel, over TLS on loopback.</summary>
internal sealed class ProbeServer : IAsyncDisposable
{
    private static readonly Lazy<X509Certificate2> Certificate = new(CreateCertificate);

    private readonly WebApplication _app;

    private ProbeServer(WebApplication app, ProbeEvents events)
    {
        _app = app;
        Events = events;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public ProbeEvents Events { get; }

    public Uri Address { get; }

    public static string CertificatePem => Certificate.Value.ExportCertificatePem();

    public static string KeyPem => Certificate.Value.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();

    public static async Task<ProbeServer> StartAsync(
        Action<GrpcServiceOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<IEndpointRouteBuilder>? endpoints = null,
        bool tls = true,
        HttpProtocols protocols = HttpProtocols.Http2)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            if (tls)
            {
                listen.UseHttps(Certificate.Value);
            }
        }));
        ProbeEvents events = new();
        builder.Services.AddSingleton(events);
        builder.Services.AddGrpc(options => configure?.Invoke(options));
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        (endpoints ?? (routes => routes.MapGrpcService<ProbeService>()))(app);
        await app.StartAsync();
        return new ProbeServer(app, events);
    }

    public GrpcChannel CreateChannel(Action<GrpcChannelOptions>? configure = null, HttpMessageHandler? handler = null)
    {
        GrpcChannelOptions options = new() { HttpHandler = handler ?? CreateHandler(), DisposeHttpClient = true };
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(Address, options);
    }

    public static SocketsHttpHandler CreateHandler() => new()
    {
        SslOptions =
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) =>
                presented is not null && presented.GetCertHashString() == Certificate.Value.GetCertHashString(),
        },
    };

    public async ValueTask DisposeAsync()
    {
        Events.Continue.TrySetResult();
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static X509Certificate2 CreateCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(
            certificate.Export(X509ContentType.Pfx), password: null, X509KeyStorageFlags.Exportable);
    }
}
