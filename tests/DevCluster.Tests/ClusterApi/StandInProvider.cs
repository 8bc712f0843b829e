using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ClusterApi;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElementalProvider.DevCluster.Tests.ClusterApi;

/// <summary>The least infrastructure provider: everything is provisioned at once, and every machine has a Node.</summary>
internal sealed class StandInProvider(IHost host) : IAsyncDisposable
{
    public static async Task<StandInProvider> StartAsync(KubernetesClientConfiguration configuration)
    {
        HostApplicationBuilder builder = EmbeddedHost.NewBuilder("stand-in", configuration, NullLoggerFactory.Instance);
        builder.Services
            .AddController<Clusters>("clusters", controller => controller.For<ElementalCluster>())
            .AddController<Machines>("machines", controller => controller.For<ElementalMachine>().Watches<Machine>(machine => [ObjectKey.Of(machine)]));
        IHost host = builder.Build();
        await host.StartAsync();
        return new StandInProvider(host);
    }

    public ValueTask DisposeAsync() => EmbeddedHost.EndAsync(host);

    private sealed class Clusters(IKubernetesClient client, IInformers informers) : IReconciler
    {
        private readonly IStore<ElementalCluster> _store = informers.Get<ElementalCluster>().Store;

        public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
        {
            if (_store.Find(key) is { } cluster)
            {
                ElementalClusterStatus status = new() { Initialization = new Initialization { Provisioned = true } };
                await client.Resource<ElementalCluster>().PatchStatusAsync(cluster, cluster with { Status = status }, "stand-in", cancellationToken);
            }

            return Result.Done;
        }
    }

    private sealed class Machines(IKubernetesClient client, IInformers informers) : IReconciler
    {
        private readonly IStore<ElementalMachine> _store = informers.Get<ElementalMachine>().Store;
        private readonly IStore<Machine> _machines = informers.Get<Machine>().Store;

        public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
        {
            if (_store.Find(key) is not { } item || item.IsDeleting() || _machines.Find(key) is not { Spec.Bootstrap.DataSecretName: not null } owner)
                return Result.Done;

            // A machine joins once: its Node, once deleted, must not come back.
            if (item.Status?.Initialization?.Provisioned == true)
                return Result.Done;

            string id = ProviderId.Of(key.Namespace, key.Name);
            await JoinAsync(owner.Spec.ClusterName!, key.Name, id, cancellationToken);
            item = await client.Resource<ElementalMachine>().PatchAsync(
                item, item with { Spec = (item.Spec ?? new ElementalMachineSpec()) with { ProviderId = id } }, "stand-in", cancellationToken);
            ElementalMachineStatus status = new() { Initialization = new Initialization { Provisioned = true } };
            await client.Resource<ElementalMachine>().PatchStatusAsync(item, item with { Status = status }, "stand-in", cancellationToken);
            return Result.Done;
        }

        private async Task JoinAsync(string cluster, string name, string id, CancellationToken cancellationToken)
        {
            V1Secret kubeconfig = await client.Resource<V1Secret>().GetAsync("default", CapiNames.KubeconfigSecret(cluster), cancellationToken);
            using KubernetesClient workload = new(ClientConfiguration.Parse(Encoding.UTF8.GetString(kubeconfig.Data!["value"])));
            if (await workload.Resource<V1Node>().FindAsync(null, name, cancellationToken) is not null)
                return;

            V1Node node = await workload.Resource<V1Node>().CreateAsync(
                new V1Node { Metadata = new V1ObjectMeta { Name = name }, Spec = new V1NodeSpec { ProviderID = id } }, null, cancellationToken);
            V1NodeStatus ready = new() { Conditions = [new V1NodeCondition { Type = "Ready", Status = "True" }] };
            await workload.Resource<V1Node>().PatchStatusAsync(node, node with { Status = ready }, "stand-in", cancellationToken);
        }
    }
}
