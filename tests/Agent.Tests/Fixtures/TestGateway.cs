using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.Agent.Signals;
using ElementalProvider.Api.AgentProtocol;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.Agent.Tests.Fixtures;

/// <summary>
/// A gateway that keeps everything in memory but speaks the real protocol over TLS, and believes nobody without a valid token.
/// </summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string RegistrationToken = "registration-token-s3cret";

    /// <summary>Only what hangs takes so long, also where the machine does other things.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly X509Certificate2 certificate;
    private readonly string pathBase;
    private readonly Latest<object> changes = new();
    private WebApplication? app;

    private TestGateway(X509Certificate2? certificate, string pathBase) =>
        (this.certificate, this.pathBase) = (certificate ?? TestCertificates.Server(), pathBase);

    public Uri Address { get; private set; } = new("https://localhost");

    public string RegistrationUri => $"{Address.GetLeftPart(UriPartial.Authority)}{pathBase}/elemental/v1/namespaces/fleet/registrations/edge";

    /// <summary>The URI that tokens must be made for and that hosts are told; the registration's own unless it moved.</summary>
    public string Audience
    {
        get => Registration.Access.Uri;
        set => Registration.Access.Uri = value;
    }

    public string CertificatePem => certificate.ExportCertificatePem();

    public GetRegistrationResponse Registration { get; } = new();

    public ConcurrentDictionary<string, RegisteredHost> Hosts { get; } = new();

    /// <summary>Names of all hosts that were ever created, in order.</summary>
    public ConcurrentQueue<string> Created { get; } = new();

    public ConcurrentQueue<ResetEvidence> Evidence { get; } = new();

    /// <summary>Boots in which hosts said anything about their reset.</summary>
    public ConcurrentQueue<string> ResetBoots { get; } = new();

    public (string Format, string Data) Bootstrap { get; set; } = ("cloud-config", "#cloud-config bootstrap-s3cret");

    /// <summary>Called before (false) and after (true) the gateway does what a call asks for; may throw to answer with an error.</summary>
    public Action<string, bool> Intercept { get; set; } = (_, _) => { };

    /// <summary>The only host there is.</summary>
    public RegisteredHost Host => Hosts.Values.Single();

    /// <summary>Starts one.</summary>
    /// <param name="certificate">What it shows; null for a good one that vouches for itself.</param>
    /// <param name="pathBase">The only path below which it serves, as behind a proxy; empty for the root.</param>
    public static async Task<TestGateway> StartAsync(X509Certificate2? certificate = null, string pathBase = "")
    {
        TestGateway gateway = new(certificate, pathBase);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(gateway.certificate);
        }));
        builder.Services.AddSingleton(gateway);
        builder.Services.AddGrpc();
        gateway.app = builder.Build();
        if (pathBase.Length > 0)
            ServeBelow(gateway.app, pathBase);
        gateway.app.MapGrpcService<TestGatewayService>();
        await gateway.app.StartAsync();
        string address = gateway.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        gateway.Address = new Uri(address);
        gateway.Registration.Agent = new AgentConfig { OsPlugin = "dummy", WorkDir = TestHost.WorkDirectory, Hostname = new HostnameConfig { Prefix = "m-" } };
        gateway.Registration.Access = new RegistrationAccess { Uri = gateway.RegistrationUri, CaCert = gateway.CertificatePem, Token = RegistrationToken };
        return gateway;
    }

    /// <summary>The configuration a host is delivered with.</summary>
    /// <param name="agent">The part about the agent.</param>
    /// <param name="authority">Who vouches for the server (PEM); null for its own certificate.</param>
    /// <param name="uri">Where the registration is; null for its own address.</param>
    public string HostConfig(string agent = "{}", string? authority = null, string? uri = null) => $"""
        registration:
          uri: {uri ?? RegistrationUri}
          token: {RegistrationToken}
          caCert: |
            {(authority ?? CertificatePem).ReplaceLineEndings("\n    ")}
        agent: {agent}
        """;

    /// <summary>Tells whoever waits that something has changed.</summary>
    public void Changed() => changes.Publish(new object());

    /// <summary>Waits until something holds; it is asked again after every change.</summary>
    public async Task WaitAsync(Func<TestGateway, bool> holds, CancellationToken cancellationToken = default)
    {
        long seen = -1;
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        while (true)
        {
            long version = changes.Current.Version;
            if (version != seen && holds(this))
                return;

            seen = version;
            await changes.WaitAsync(version, timeout.Token);
        }
    }

    /// <summary>Waits for a report of the only host.</summary>
    public Task WaitForReportAsync(Func<HostReport, bool> holds, CancellationToken cancellationToken = default) =>
        WaitAsync(gateway => gateway.Hosts.Values.Any(host => host.Reported.Current.Value is { } report && holds(report)), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            using CancellationTokenSource now = new();
            await now.CancelAsync();
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }

        certificate.Dispose();
    }

    private static void ServeBelow(WebApplication app, string path)
    {
        app.UsePathBase(path);
        app.Use((context, next) => context.Request.PathBase == path ? next(context) : context.Response.WriteAsync("not here"));
        app.UseRouting();
    }

    public GetBootstrapResponse BootstrapResponse() => new() { Format = Bootstrap.Format, Data = ByteString.CopyFromUtf8(Bootstrap.Data) };
}
