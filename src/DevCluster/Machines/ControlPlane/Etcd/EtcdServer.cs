using System.Net;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ApiServer.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ElementalProvider.DevCluster.Machines.ControlPlane.Etcd;

/// <summary>
/// The etcd of one cluster, as far as those who look after a control plane talk to it: who its members are, and that they are well. It keeps nothing; what
/// the API server was told is the API server's.
/// </summary>
internal sealed class EtcdServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly X509Certificate2 _serving;

    private EtcdServer(WebApplication application, X509Certificate2 serving, IPEndPoint address) => (_application, _serving, Address) = (application, serving, address);

    /// <summary>Where it listens, on loopback.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Starts it.</summary>
    /// <param name="authority">The authority of etcd, which also vouches for its clients.</param>
    /// <param name="members">Its members.</param>
    /// <param name="clock">The time in certificates.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The authority is none.</exception>
    public static async Task<EtcdServer> StartAsync(EtcdAuthority authority, EtcdMembers members, TimeProvider clock, CancellationToken cancellationToken)
    {
        using ServerAuthority issuer = ServerAuthority.Load(authority.CertificatePem, authority.KeyPem, clock);
        X509Certificate2 serving = issuer.IssueServing(IPAddress.Loopback, []);
        X509Certificate2 trusted = X509Certificate2.CreateFromPem(authority.CertificatePem);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(members).AddSingleton<IHostLifetime, EmbeddedLifetime>().AddRouting().AddGrpc();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            endpoint.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = serving,
                ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                ClientCertificateValidation = (certificate, _, _) => IsFrom(trusted, certificate),
            });
        }));
        WebApplication application = builder.Build();
        application.MapGrpcService<EtcdCluster>();
        application.MapGrpcService<EtcdMaintenance>();
        await application.StartAsync(cancellationToken);
        Uri address = new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return new EtcdServer(application, serving, new IPEndPoint(IPAddress.Loopback, address.Port));
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _serving.Dispose();
    }

    private static bool IsFrom(X509Certificate2 authority, X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
