using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ElementalProvider.DevCluster.ApiServer.Administration;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Http;
using ElementalProvider.DevCluster.ApiServer.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.ApiServer;

/// <summary>
/// A Kubernetes-compatible API server that keeps everything in memory: real enough for kubectl and controllers, started in milliseconds.
/// It serves HTTPS, on a loopback port unless it is told another address, with certificates of its own authority.
/// </summary>
public sealed class DevApiServer : IAsyncDisposable
{
    private const string AdminUser = "kubernetes-admin";
    private static readonly string[] AdminGroups = ["system:masters"];
    private readonly WebApplication _application;
    private readonly ServerCore _core;
    private readonly ServerAuthority _authority;
    private readonly X509Certificate2 _serving;
    private readonly Lazy<string> _adminKubeconfig;

    private DevApiServer(WebApplication application, ServerCore core, ServerAuthority authority, X509Certificate2 serving, Uri address)
    {
        _application = application;
        _core = core;
        _authority = authority;
        _serving = serving;
        Address = address;
        _adminKubeconfig = new Lazy<string>(() => KubeconfigForUser(AdminUser, AdminGroups));
    }

    /// <summary>Where the server listens, such as https://127.0.0.1:40123/.</summary>
    public Uri Address { get; }

    /// <summary>The certificate that clients must trust, as PEM.</summary>
    public string CaCertificatePem => _authority.CertificatePem;

    /// <summary>The private key of the authority, as PEM: keep it to start again with the same authority.</summary>
    public string CaKeyPem => _authority.ExportKeyPem();

    /// <summary>A kubeconfig (YAML) with a client certificate that may do everything.</summary>
    public string AdminKubeconfig => _adminKubeconfig.Value;

    /// <summary>How many requests were answered, by verb, resource and client.</summary>
    public IReadOnlyDictionary<DevApiServerRequest, long> RequestCounts => _core.Services.Metrics.Summarize();

    /// <summary>How many of them were forbidden, by rights or by admission.</summary>
    public IReadOnlyDictionary<DevApiServerRequest, long> ForbiddenCounts => _core.Services.Metrics.SummarizeForbidden();

    /// <summary>Makes things go wrong on purpose.</summary>
    public FaultInjection Faults => _core.Services.Faults;

    /// <summary>The version of the last write.</summary>
    public long ResourceVersion => _core.Services.Store.Current.ResourceVersion;

    /// <summary>Starts a server. It answers requests when this returns.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address is none of this machine.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The authority of the options is none.</exception>
    public static async Task<DevApiServer> StartAsync(DevApiServerOptions options, CancellationToken ct = default)
    {
        ServerAuthority authority = options is { CaCertificatePem: { } certificate, CaKeyPem: { } key }
            ? ServerAuthority.Load(certificate, key, options.Clock)
            : ServerAuthority.Create(options.Clock);
        X509Certificate2 serving = authority.IssueServing(options.Address, options.Names);
        ILoggerFactory loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
        ServerCore core = await ServerCore.CreateAsync(options, authority, loggers, ct);
        WebApplication application = Build(options, core, serving, loggers);
        try
        {
            await application.StartAsync(ct);
        }
        catch
        {
            await application.DisposeAsync();
            await core.DisposeAsync();
            serving.Dispose();
            authority.Dispose();
            throw;
        }

        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new DevApiServer(application, core, authority, serving, new Uri(address));
    }

    /// <summary>Makes an authority to start servers with, as <see cref="DevApiServerOptions.CaCertificatePem"/> and its key.</summary>
    public static (string CertificatePem, string KeyPem) NewAuthority()
    {
        using ServerAuthority authority = ServerAuthority.Create(TimeProvider.System);
        return (authority.CertificatePem, authority.ExportKeyPem());
    }

    /// <summary>A kubeconfig (YAML) with a client certificate for a user.</summary>
    /// <param name="userName">User name.</param>
    /// <param name="groups">Groups of the user.</param>
    public string KubeconfigForUser(string userName, IReadOnlyList<string> groups)
    {
        using X509Certificate2 client = _authority.IssueClient(userName, groups);
        return KubeconfigText.WithCertificate(Address, CaCertificatePem, userName, client.ExportCertificatePem(), ServerAuthority.ExportKey(client));
    }

    /// <summary>A kubeconfig (YAML) with a bearer token.</summary>
    /// <param name="userName">Name of the entry in the file.</param>
    /// <param name="token">One of <see cref="DevApiServerOptions.Tokens"/>, or one of a service account.</param>
    /// <param name="namespaceName">Namespace of its context.</param>
    public string KubeconfigForToken(string userName, string token, string namespaceName = "default") =>
        KubeconfigText.WithToken(Address, CaCertificatePem, userName, token, namespaceName);

    /// <summary>A kubeconfig (YAML) with a new token of a service account, in the namespace of that account.</summary>
    /// <param name="namespaceName">Namespace of the account.</param>
    /// <param name="name">Name of the account.</param>
    /// <param name="lifetime">How long the token is good; ten minutes at least.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="HttpRequestException">There is no such account, or the server does not answer.</exception>
    public async Task<string> KubeconfigForServiceAccountAsync(string namespaceName, string name, TimeSpan lifetime, CancellationToken ct = default)
    {
        using Administrator administrator = new(CreateAdminClient());
        return KubeconfigForToken(name, await administrator.RequestTokenAsync(namespaceName, name, lifetime, ct), namespaceName);
    }

    /// <summary>Creates objects of built-in kinds, or brings those that are there to this state, as an administrator.</summary>
    /// <param name="manifests">The objects, each as YAML or JSON, in the order in which they are applied.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <exception cref="JsonException">One of them is no object.</exception>
    /// <exception cref="HttpRequestException">The server refuses one of them; the message says why.</exception>
    public async Task ApplyAsync(IEnumerable<string> manifests, CancellationToken ct = default)
    {
        using Administrator administrator = new(CreateAdminClient());
        foreach (string manifest in manifests)
            await administrator.ApplyAsync(manifest, ct);
    }

    /// <summary>A client that trusts this server and sends a bearer token. Its base address is <see cref="Address"/>; the caller disposes it.</summary>
    /// <param name="token">One of <see cref="DevApiServerOptions.Tokens"/>, or null to be anonymous.</param>
    public HttpClient CreateClient(string? token)
    {
        HttpClient client = CreateClient(NewHandler());
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Ends all watches and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _core.StopAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        await _core.DisposeAsync();
        _serving.Dispose();
        _authority.Dispose();
    }

    private HttpClient CreateAdminClient()
    {
        SocketsHttpHandler handler = NewHandler();
        handler.SslOptions.ClientCertificates = [_authority.IssueClient(AdminUser, AdminGroups)];
        return CreateClient(handler);
    }

    private HttpClient CreateClient(SocketsHttpHandler handler) =>
        new(handler) { BaseAddress = Address, DefaultRequestVersion = HttpVersion.Version20, Timeout = Timeout.InfiniteTimeSpan };

    private SocketsHttpHandler NewHandler()
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 presented && _authority.Issued(presented);
        return handler;
    }

    private static WebApplication Build(DevApiServerOptions options, ServerCore core, X509Certificate2 serving, ILoggerFactory loggers)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            // One client may hold a watch on every kind in every namespace it looks at.
            kestrel.Limits.Http2.MaxStreamsPerConnection = 2000;
            kestrel.Listen(options.Address, options.Port, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                endpoint.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = serving,
                    ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                    // Whom a certificate stands for is the authenticator's business; a foreign one is as good as none.
                    ClientCertificateValidation = (_, _, _) => true,
                });
            });
        });
        WebApplication application = builder.Build();
        var handler = new ApiRequestHandler(core.Services, loggers.CreateLogger<ApiRequestHandler>());
        ((IApplicationBuilder)application).Run(handler.HandleAsync);
        return application;
    }
}
