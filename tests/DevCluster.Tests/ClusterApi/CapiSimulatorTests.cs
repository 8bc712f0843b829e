using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ApiServer;
using ElementalProvider.DevCluster.ClusterApi;
using ElementalProvider.DevCluster.ClusterApi.Model;
using ElementalProvider.DevCluster.Setup;
using ElementalProvider.DevCluster.Story;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.Tests.ClusterApi;

public sealed class CapiSimulatorTests : IAsyncLifetime
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(120);

    private DevApiServer _server = null!;
    private KubernetesClient _client = null!;
    private CapiSimulator _simulator = null!;
    private ClusterView _view = null!;
    private StandInProvider _provider = null!;

    public async Task InitializeAsync()
    {
        _server = await DevApiServer.StartAsync(new DevApiServerOptions());
        KubernetesClientConfiguration configuration = ClientConfiguration.Parse(_server.AdminKubeconfig);
        _client = new KubernetesClient(configuration);
        await Definitions.InstallAsync(
            _client, Definitions.OfClusterApi().Concat(Definitions.InFolder(Programs.Definitions(null))), CancellationToken.None);
        _simulator = await CapiSimulator.StartAsync(configuration, NullLoggerFactory.Instance, CancellationToken.None);
        _provider = await StandInProvider.StartAsync(configuration);
        _view = await ClusterView.StartAsync(configuration, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _view.DisposeAsync();
        await _provider.DisposeAsync();
        await _simulator.DisposeAsync();
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_cluster_lives_from_its_first_machine_to_its_deletion()
    {
        await CreateClusterAsync();
        await UntilAsync(() => _view.Machines.Count == 3 && _view.Machines.List().All(IsRunning));

        Machine worker = _view.Machines.List().First(machine => !machine.IsControlPlane());
        ElementalMachine infrastructure = await _client.Resource<ElementalMachine>().GetAsync("default", worker.Metadata.Name!);
        V1Secret bootstrap = await _client.Resource<V1Secret>().GetAsync("default", worker.Metadata.Name!);
        Assert.True(infrastructure.IsControlledBy(worker));
        Assert.Equal(StoryManifests.Workers, infrastructure.Metadata.Annotations![CapiNames.ClonedFromNameAnnotation]);
        Assert.Equal(ClusterApiGroup.SecretType, bootstrap.Type);
        Assert.Contains("kubeadm join", Encoding.UTF8.GetString(bootstrap.Data!["value"]), StringComparison.Ordinal);
        Assert.Equal("cloud-config", Encoding.UTF8.GetString(bootstrap.Data["format"]));

        await _client.Resource<MachineDeployment>().SetScaleAsync("default", StoryManifests.Workers, 1);
        await UntilAsync(() => _view.Machines.Count == 2);
        Assert.Equal(2, (await WorkloadAsync()).Items.Count);

        await _client.Resource<Cluster>().DeleteAsync("default", StoryManifests.ClusterName);
        await UntilAsync(() => _view.Clusters.Count == 0 && _view.Machines.Count == 0 && _view.ElementalMachines.Count == 0);
    }

    [Fact]
    public async Task A_new_template_replaces_the_machines_of_a_deployment()
    {
        await CreateClusterAsync();
        await UntilAsync(() => _view.Machines.Count == 3 && _view.Machines.List().All(IsRunning));
        string[] before = [.. Workers().Select(machine => machine.Metadata.Name!)];
        IResourceClient<MachineDeployment> deployments = _client.Resource<MachineDeployment>();

        V1Patch version = Patch.Merge((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse("""{"spec":{"template":{"spec":{"version":"v1.36.2"}}}}""")!);
        await deployments.PatchAsync("default", StoryManifests.Workers, version);

        await UntilAsync(() => Workers() is [_, _] workers
            && workers.All(worker => IsRunning(worker) && worker.Spec!.Version == "v1.36.2" && !before.Contains(worker.Metadata.Name)));
    }

    [Fact]
    public async Task A_paused_cluster_is_left_as_it_is_and_goes_on_afterwards()
    {
        Cluster paused = StoryManifests.Cluster();
        await _client.Resource<Cluster>().CreateAsync(paused with { Spec = paused.Spec! with { Paused = true } });
        await _client.Resource<ElementalCluster>().CreateAsync(StoryManifests.Infrastructure(FreePort.Take(1)[0]));
        await UntilAsync(() => _view.Clusters.Count == 1);
        Assert.Null(_view.Clusters.List().Single().Metadata.Finalizers);

        V1Patch go = Patch.Merge((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse("""{"spec":{"paused":false}}""")!);
        await _client.Resource<Cluster>().PatchAsync("default", StoryManifests.ClusterName, go);

        await UntilAsync(() => _view.Clusters.List().Single().Status?.Phase == "Provisioned");
    }

    private static bool IsRunning(Machine machine) => machine.Status?.Phase == "Running" && machine.IsReady();

    private Machine[] Workers() => [.. _view.Machines.List().Where(machine => !machine.IsControlPlane())];

    private Task UntilAsync(Func<bool> holds) => _view.UntilAsync("the cluster", holds, Generous, CancellationToken.None);

    private async Task CreateClusterAsync()
    {
        await _client.Resource<Cluster>().CreateAsync(StoryManifests.Cluster());
        await _client.Resource<ElementalCluster>().CreateAsync(StoryManifests.Infrastructure(FreePort.Take(1)[0]));
        foreach ((string name, int replicas) in ((string, int)[])[(StoryManifests.ControlPlane, 1), (StoryManifests.Workers, 2)])
        {
            await _client.Resource<ElementalMachineTemplate>().CreateAsync(StoryManifests.Template(name));
            await _client.Resource<MachineDeployment>().CreateAsync(StoryManifests.Deployment(name, replicas));
        }
    }

    private async Task<KubernetesList<V1Node>> WorkloadAsync()
    {
        V1Secret kubeconfig = await _client.Resource<V1Secret>().GetAsync("default", CapiNames.KubeconfigSecret(StoryManifests.ClusterName));
        using KubernetesClient workload = new(ClientConfiguration.Parse(Encoding.UTF8.GetString(kubeconfig.Data!["value"])));
        return await workload.Resource<V1Node>().ListAsync();
    }
}
