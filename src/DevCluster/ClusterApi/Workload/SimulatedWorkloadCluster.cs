using ElementalProvider.ControllerRuntime;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.DevCluster.ClusterApi.Bootstrap;
using ElementalProvider.ControllerRuntime.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.ClusterApi.Workload;

/// <summary>The API server of one Cluster, and what is known of its Nodes.</summary>
internal sealed class SimulatedWorkloadCluster : IAsyncDisposable
{
    private readonly DevApiServer _server;
    private readonly IHost _host;

    private SimulatedWorkloadCluster(DevApiServer server, IHost host, string token)
    {
        (_server, _host, Token) = (server, host, token);
        Client = host.Services.GetRequiredService<IKubernetesClient>();
        Nodes = host.Services.GetRequiredService<IInformers>().Get<V1Node>();
    }

    /// <summary>Talks to the API server.</summary>
    public IKubernetesClient Client { get; }

    /// <summary>What is known of the Nodes.</summary>
    public IInformer<V1Node> Nodes { get; }

    /// <summary>Lets machines join.</summary>
    public string Token { get; }

    /// <summary>Authority of the API server, as PEM.</summary>
    public string CaCertificatePem => _server.CaCertificatePem;

    /// <summary>Lets users and the infrastructure provider in.</summary>
    public string AdminKubeconfig => _server.AdminKubeconfig;

    /// <summary>Starts the API server of a Cluster.</summary>
    /// <param name="port">Where it listens on loopback.</param>
    /// <param name="nodeChanged">Told of every change of a Node.</param>
    /// <param name="loggers">For warnings.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatedWorkloadCluster> StartAsync(int port, Action<ObjectKey> nodeChanged, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        string token = BootstrapToken.New();
        DevApiServer server = await DevApiServer.StartAsync(
            new DevApiServerOptions { Port = port, Tokens = new Dictionary<string, DevApiServerUser> { [token] = BootstrapToken.UserOf(token) } }, cancellationToken);
        await server.ApplyAsync(EmbeddedManifests.In("WorkloadRights"), cancellationToken);

        HostApplicationBuilder builder = EmbeddedHost.NewBuilder(
            CapiNames.FieldManager, ClientConfiguration.Parse(server.AdminKubeconfig), loggers);
        builder.Services.AddSingleton(new NodeNews(nodeChanged));
        builder.Services.AddController<NodeNews>("workload-nodes", controller => controller.For<V1Node>().WithWorkers(1));
        IHost host = builder.Build();
        SimulatedWorkloadCluster cluster = new(server, host, token);
        await host.StartAsync(cancellationToken);
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        await EmbeddedHost.EndAsync(_host);
        await _server.DisposeAsync();
    }
}
