using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.LoadGenerator.Agents;
using ElementalProvider.LoadGenerator.Measuring;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>The cluster that bootstrapped hosts join: an API server in memory, on loopback, where each of them gets its Node.</summary>
internal sealed class WorkloadCluster : IMachineRoom, IAsyncDisposable
{
    private const string UninitializedTaint = "node.cloudprovider.kubernetes.io/uninitialized";

    private readonly DevApiServer _server;
    private readonly KubernetesClient _client;

    private WorkloadCluster(DevApiServer server)
    {
        _server = server;
        _client = new KubernetesClient(
            ClientConfiguration.Parse(server.AdminKubeconfig), new KubernetesClientOptions { UserAgent = UserAgent.Name });
    }

    public string Kubeconfig => _server.AdminKubeconfig;

    /// <summary>Requests of the manager so far.</summary>
    public long Requests => _server.RequestCounts
        .Where(count => count.Key.Resource.Length > 0 && !count.Key.Client.StartsWith(UserAgent.Name, StringComparison.Ordinal))
        .Sum(count => count.Value);

    public static async Task<WorkloadCluster> StartAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        new(await DevApiServer.StartAsync(new DevApiServerOptions { Clock = clock }, cancellationToken));

    // The way a kubelet registers with an external cloud provider: tainted, without provider ID.
    public Task JoinAsync(string hostName, CancellationToken cancellationToken) => _client.Resource<V1Node>().CreateAsync(new V1Node
    {
        Metadata = new V1ObjectMeta { Name = hostName },
        Spec = new V1NodeSpec { Taints = [new V1Taint { Key = UninitializedTaint, Value = "true", Effect = "NoSchedule" }] },
        Status = new V1NodeStatus
        {
            Addresses = [new V1NodeAddress { Type = "InternalIP", Address = "192.0.2.1" }, new V1NodeAddress { Type = "Hostname", Address = hostName }],
        },
    }, cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }
}
