using System.Net;
using System.Security.Cryptography.X509Certificates;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ClusterApi.Workload;
using ElementalProvider.DevCluster.Setup;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.Tests.ClusterApi;

public class SimulatedWorkloadClusterTests
{
    [Fact]
    public async Task A_bootstrap_token_makes_Nodes_and_does_nothing_else()
    {
        int port = FreePort.Take(1)[0];
        await using SimulatedWorkloadCluster cluster = await SimulatedWorkloadCluster.StartAsync(port, static _ => { }, NullLoggerFactory.Instance, CancellationToken.None);
        using KubernetesClient kubelet = new(new KubernetesClientConfiguration
        {
            Host = $"https://127.0.0.1:{port}",
            SslCaCerts = [X509Certificate2.CreateFromPem(cluster.CaCertificatePem)],
            AccessToken = cluster.Token,
        });
        IResourceClient<V1Node> nodes = kubelet.Resource<V1Node>();

        V1Node created = await nodes.CreateAsync(new V1Node { Metadata = new V1ObjectMeta { Name = "a" } });
        await nodes.PatchStatusAsync(
            created, created with { Status = new V1NodeStatus { NodeInfo = new V1NodeSystemInfo { BootID = "b" } } }, "kubelet", CancellationToken.None);

        Assert.Equal("b", (await nodes.GetAsync(null, "a")).Status?.NodeInfo?.BootID);
        await RefusedAsync(() => nodes.ListAsync());
        await RefusedAsync(() => nodes.DeleteAsync(null, "a"));
        await RefusedAsync(() => nodes.PatchAsync(null, "a", Patch.Merge(new() { ["spec"] = null })));
        await RefusedAsync(() => kubelet.Resource<V1Secret>().GetAsync("default", "any"));
    }

    private static async Task RefusedAsync(Func<Task> attempt) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ApiException>(attempt)).Code);
}
