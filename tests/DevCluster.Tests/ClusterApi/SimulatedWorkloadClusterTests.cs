using System.Net;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer.Authentication;
using ElementalProvider.DevCluster.ClusterApi.Workload;
using ElementalProvider.DevCluster.Machines.Kubelet;
using ElementalProvider.DevCluster.Setup;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.Tests.ClusterApi;

public class SimulatedWorkloadClusterTests
{
    [Fact]
    public async Task A_bootstrap_token_gets_the_certificate_of_a_node_which_makes_a_Node_and_does_nothing_else()
    {
        int port = FreePort.Take(1)[0];
        await using SimulatedWorkloadCluster cluster = await SimulatedWorkloadCluster.StartAsync(port, static _ => { }, NullLoggerFactory.Instance, CancellationToken.None);
        string bootstrap = KubeconfigText.WithToken(new Uri($"https://127.0.0.1:{port}"), cluster.CaCertificatePem, "a", cluster.Token, "default");
        using KubernetesClient token = new(ClientConfiguration.Parse(bootstrap));
        using KubernetesClient kubelet = new(ClientConfiguration.Parse(
            await TlsBootstrap.AskForCertificateAsync(bootstrap, $"127.0.0.1:{port}", cluster.CaCertificatePem, "a", TimeProvider.System, CancellationToken.None)));
        IResourceClient<V1Node> nodes = kubelet.Resource<V1Node>();

        V1Node created = await nodes.CreateAsync(new V1Node { Metadata = new V1ObjectMeta { Name = "a" } });
        await nodes.PatchStatusAsync(
            created, created with { Status = new V1NodeStatus { NodeInfo = new V1NodeSystemInfo { BootID = "b" } } }, "kubelet", CancellationToken.None);

        Assert.Equal("b", (await nodes.GetAsync(null, "a")).Status?.NodeInfo?.BootID);
        await RefusedAsync(() => nodes.ListAsync());
        await RefusedAsync(() => nodes.DeleteAsync(null, "a"));
        await RefusedAsync(() => kubelet.Resource<V1Secret>().GetAsync("default", "any"));
        await RefusedAsync(() => token.Resource<V1Node>().GetAsync(null, "a"));
        await RefusedAsync(() => token.Resource<V1Secret>().GetAsync("default", "any"));
    }

    private static async Task RefusedAsync(Func<Task> attempt) =>
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<ApiException>(attempt)).Code);
}
