using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;

namespace ElementalProvider.LoadGenerator.Scenarios;

/// <summary>
/// A Cluster with its machines, made the way Cluster API's core and its bootstrap provider leave them: infrastructure provisioned, control
/// plane initialized, bootstrap data there, Machines that own their ElementalMachines. No core has to run for it.
/// </summary>
/// <param name="context">What it works with.</param>
/// <param name="size">How many machines.</param>
/// <param name="selector">Which hosts they take; null for any that is installed.</param>
internal sealed class MachineSet(ScenarioContext context, int size, V1LabelSelector? selector = null)
{
    private const string Status = "status";

    private readonly string _cluster = $"{context.Prefix}-cluster";
    private readonly ConcurrentDictionary<string, string> _machineUids = new(StringComparer.Ordinal);

    private IEnumerable<string> Names => Enumerable.Range(0, size).Select(number => $"{_cluster}-{number:D5}");

    private string KubeconfigSecret => $"{_cluster}-kubeconfig";

    /// <summary>Whether an ElementalMachine belongs to this set.</summary>
    public bool Holds(ElementalMachine machine) => machine.Metadata.Label(ClusterApiGroup.ClusterNameLabel) == _cluster;

    /// <summary>The name of an ElementalMachine of this set that has reached a state, for a milestone.</summary>
    public Func<ElementalMachine?, ElementalMachine?, string?> Reached(Func<ElementalMachine, bool> isReached) =>
        (_, after) => after is not null && Holds(after) && isReached(after) ? after.Metadata.Name : null;

    /// <summary>Makes everything but the ElementalMachines.</summary>
    /// <param name="kubeconfig">Kubeconfig of the workload cluster.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task PrepareAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        await context.Cluster.CreateAsync(new Api.ClusterApi.Cluster
        {
            Metadata = Named(_cluster),
            Spec = new ClusterSpec
            {
                InfrastructureRef = Reference("ElementalCluster", _cluster),
                ControlPlaneEndpoint = new ApiEndpoint { Host = "127.0.0.1", Port = 6443 },
            },
        }, cancellationToken);
        await context.Cluster.PatchAsync<Api.ClusterApi.Cluster>(context.Namespace, _cluster, Initialized(), cancellationToken, Status);
        await CreateSecretAsync(KubeconfigSecret, new Dictionary<string, string> { ["value"] = kubeconfig }, cancellationToken);
        await Parallel.ForEachAsync(Names, ScenarioContext.Parallelism(cancellationToken), async (name, stop) =>
        {
            await CreateSecretAsync(
                BootstrapSecret(name), new Dictionary<string, string> { ["value"] = "#cloud-config\n", ["format"] = "cloud-config" }, stop);
            Machine machine = await context.Cluster.CreateAsync(new Machine
            {
                Metadata = Named(name),
                Spec = new MachineSpec
                {
                    ClusterName = _cluster,
                    Bootstrap = new MachineBootstrap { DataSecretName = BootstrapSecret(name) },
                    InfrastructureRef = Reference("ElementalMachine", name),
                },
            }, stop);
            _machineUids[name] = machine.Metadata.Uid!;
        });
    }

    /// <summary>Creates the ElementalMachines.</summary>
    /// <param name="onCreated">Told the name of each right before it is created.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task CreateAsync(Action<string> onCreated, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(Names, ScenarioContext.Parallelism(cancellationToken), async (name, stop) =>
        {
            onCreated(name);
            await context.Cluster.CreateAsync(new ElementalMachine
            {
                Metadata = Named(name) with
                {
                    OwnerReferences =
                    [
                        new V1OwnerReference
                        {
                            ApiVersion = ClusterApiGroup.ApiVersion,
                            Kind = "Machine",
                            Name = name,
                            Uid = _machineUids[name],
                            Controller = true,
                            BlockOwnerDeletion = true,
                        },
                    ],
                },
                Spec = new ElementalMachineSpec
                {
                    Selector = selector ?? new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [HostLabels.Installed] = HostLabels.True } },
                },
            }, stop);
        });

    /// <summary>Deletes the ElementalMachines, as core does for a deleted Machine.</summary>
    /// <param name="onDeleted">Told the name of each right before it is deleted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task DeleteAsync(Action<string> onDeleted, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(Names, ScenarioContext.Parallelism(cancellationToken), async (name, stop) =>
        {
            onDeleted(name);
            await context.Cluster.DeleteAsync<ElementalMachine>(context.Namespace, name, stop);
        });

    /// <summary>Removes what is left, unless everything is to stay.</summary>
    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        if (context.Keep)
            return;

        await Parallel.ForEachAsync(Names, ScenarioContext.Parallelism(cancellationToken), async (name, stop) =>
        {
            await context.Cluster.DiscardAsync<ElementalMachine>(context.Namespace, name, stop);
            await context.Cluster.DiscardAsync<Machine>(context.Namespace, name, stop);
            await context.Cluster.DiscardAsync<V1Secret>(context.Namespace, BootstrapSecret(name), stop);
        });
        await context.Cluster.DiscardAsync<Api.ClusterApi.Cluster>(context.Namespace, _cluster, cancellationToken);
        await context.Cluster.DiscardAsync<V1Secret>(context.Namespace, KubeconfigSecret, cancellationToken);
    }

    private V1ObjectMeta Named(string name) => new()
    {
        NamespaceProperty = context.Namespace,
        Name = name,
        Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = _cluster },
    };

    private static ContractReference Reference(string kind, string name) => new() { ApiGroup = ElementalGroup.Name, Kind = kind, Name = name };

    private static JsonObject Initialized() => new()
    {
        [Status] = new JsonObject
        {
            ["initialization"] = new JsonObject { ["infrastructureProvisioned"] = true, ["controlPlaneInitialized"] = true },
        },
    };

    private static string BootstrapSecret(string machine) => $"{machine}-bootstrap";

    private Task<V1Secret> CreateSecretAsync(string name, Dictionary<string, string> data, CancellationToken cancellationToken) =>
        context.Cluster.CreateAsync(
            new V1Secret { Metadata = Named(name), Type = ClusterApiGroup.SecretType, StringData = data }, cancellationToken);
}
