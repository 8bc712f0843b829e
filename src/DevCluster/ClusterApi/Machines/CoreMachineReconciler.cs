using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ClusterApi.Bootstrap;
using ElementalProvider.DevCluster.ClusterApi.Workload;

namespace ElementalProvider.DevCluster.ClusterApi.Machines;

/// <summary>Brings a Machine from its infrastructure and bootstrap data to its Node.</summary>
internal sealed class CoreMachineReconciler(
    IKubernetesClient client,
    IInformers informers,
    SimulatedWorkloadClusters workloads,
    BootstrapProvider bootstrap,
    CoreMachineRemoval removal,
    TimeProvider clock) : IReconciler
{
    private readonly IStore<Machine> _machines = informers.Get<Machine>().Store;
    private readonly IStore<ElementalMachine> _infrastructure = informers.Get<ElementalMachine>().Store;
    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_machines.Find(key) is not { } machine)
            return Result.Done;

        Cluster? cluster = machine.Spec?.ClusterName is { } name ? _clusters.Find(key with { Name = name }) : null;
        if (Hold.IsPaused(machine, cluster))
            return Result.Done;

        if (machine.IsDeleting())
        {
            await removal.AdvanceAsync(machine, cluster, cancellationToken);
            return Result.Done;
        }

        if (cluster is null)
            return Result.Done;

        ElementalMachine? infrastructure = await AdoptInfrastructureAsync(machine, cancellationToken);
        machine = await client.Resource<Machine>().PatchAsync(
            machine, CoreMachineDecisions.WithProviderId(Adopted(machine, cluster), infrastructure), CapiNames.FieldManager, cancellationToken);
        (machine, BootstrapAction? action) = await BootstrapAsync(machine, cluster, cancellationToken);
        CoreMachineSeen seen = new()
        {
            Machine = machine,
            Infrastructure = infrastructure,
            Node = CoreMachineDecisions.FindNode(machine.Spec?.ProviderId, workloads.Find(ObjectKey.Of(cluster))?.Nodes.Store.List() ?? []),
            Bootstrap = action,
        };
        await client.Resource<Machine>().PatchStatusAsync(
            machine, machine with { Status = CoreMachineDecisions.Observe(seen, clock.GetUtcNow()) }, CapiNames.FieldManager, cancellationToken);
        return Result.Done;
    }

    private static Machine Adopted(Machine machine, Cluster cluster)
    {
        Machine adopted = machine
            .WithFinalizer(CapiNames.MachineFinalizer)
            .WithLabels(KeyValuePair.Create(ClusterApiGroup.ClusterNameLabel, cluster.Metadata.Name!));
        return adopted.Metadata.OwnerReferences is { Count: > 0 } ? adopted : adopted.WithOwner(cluster.AsOwner(controller: false));
    }

    /// <summary>The infrastructure, which from now on is controlled by the Machine (O1) and carries its labels (M8).</summary>
    private async Task<ElementalMachine?> AdoptInfrastructureAsync(Machine machine, CancellationToken cancellationToken)
    {
        if (machine.Spec?.InfrastructureRef is not { Kind: "ElementalMachine" } reference
            || _infrastructure.Find(new ObjectKey(machine.Metadata.NamespaceProperty!, reference.Name)) is not { } infrastructure)
        {
            return null;
        }

        if (infrastructure.IsDeleting())
            return infrastructure;

        ElementalMachine adopted = infrastructure.WithLabels(machine.Metadata.Labels ?? new Dictionary<string, string>());
        if (!adopted.IsControlledBy(machine))
            adopted = adopted.WithMetadata(adopted.Metadata with { OwnerReferences = [machine.AsOwner(controller: true)] });
        return await client.Resource<ElementalMachine>().PatchAsync(infrastructure, adopted, CapiNames.FieldManager, cancellationToken);
    }

    private async Task<(Machine Machine, BootstrapAction? Action)> BootstrapAsync(Machine machine, Cluster cluster, CancellationToken cancellationToken)
    {
        if (machine.Spec?.Bootstrap?.DataSecretName is not null)
            return (machine, null);

        BootstrapAction action = await bootstrap.ProvideAsync(machine, cluster, cancellationToken);
        if (action is BootstrapAction.WaitForControlPlane or BootstrapAction.WaitForInfrastructure)
            return (machine, action);

        MachineBootstrap data = (machine.Spec?.Bootstrap ?? new MachineBootstrap()) with { DataSecretName = machine.Metadata.Name };
        Machine bootstrapped = machine with { Spec = machine.Spec! with { Bootstrap = data } };
        return (await client.Resource<Machine>().PatchAsync(machine, bootstrapped, CapiNames.FieldManager, cancellationToken), action);
    }
}
