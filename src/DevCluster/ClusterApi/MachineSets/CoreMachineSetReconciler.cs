using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ClusterApi.MachineDeployments;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.MachineSets;

/// <summary>Keeps the Machines of a MachineSet, each with its infrastructure cloned from the template.</summary>
internal sealed class CoreMachineSetReconciler(IKubernetesClient client, IInformers informers, TimeProvider clock) : IReconciler
{
    private readonly IStore<MachineSet> _sets = informers.Get<MachineSet>().Store;
    private readonly IStore<MachineDeployment> _deployments = informers.Get<MachineDeployment>().Store;
    private readonly IStore<Machine> _machines = informers.Get<Machine>().Store;
    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_sets.Find(key) is not { } set)
            return Result.Done;

        Cluster? cluster = _clusters.Find(key with { Name = set.Spec.ClusterName });
        if (!set.IsDeleting() && (cluster is null || Hold.IsPaused(set, cluster)))
            return Result.Done;

        List<Machine> machines = [.. _machines.List().Where(machine => machine.IsControlledBy(set))];
        if (!set.IsDeleting())
            set = await client.Resource<MachineSet>().PatchAsync(set, Adopted(set, cluster!), CapiNames.FieldManager, cancellationToken);

        await ScaleAsync(set, machines, cancellationToken);
        if (set.IsDeleting() && machines.Count == 0)
        {
            await Writes.RemoveFinalizerAsync(client, set, CapiNames.MachineSetFinalizer, cancellationToken);
            return Result.Done;
        }

        await SyncMetadataAsync(set, machines, cancellationToken);
        MachineSetStatus status = CoreMachineSetDecisions.Observe(set, machines, CurrentHash(set));
        await client.Resource<MachineSet>().PatchStatusAsync(set, set with { Status = status }, CapiNames.FieldManager, cancellationToken);
        return Result.Done;
    }

    private static MachineSet Adopted(MachineSet set, Cluster cluster)
    {
        MachineSet adopted = set
            .WithFinalizer(CapiNames.MachineSetFinalizer)
            .WithLabels(KeyValuePair.Create(ClusterApiGroup.ClusterNameLabel, cluster.Metadata.Name!));

        // A set of a deployment reaches the Cluster through it.
        return adopted.Metadata.OwnerReferences is { Count: > 0 } ? adopted : adopted.WithOwner(cluster.AsOwner(controller: false));
    }

    private string? CurrentHash(MachineSet set) =>
        set.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller == true) is { } owner
        && _deployments.Find(new ObjectKey(set.Metadata.NamespaceProperty!, owner.Name)) is { } deployment
            ? TemplateHash.Of(deployment, clock.GetUtcNow())
            : RolloutDecisions.HashOf(set);

    private async Task ScaleAsync(MachineSet set, IReadOnlyCollection<Machine> cached, CancellationToken cancellationToken)
    {
        if (CoreMachineSetDecisions.Scale(set, cached) is { Create: 0, Delete: [] })
            return;

        // The cache may be behind what the last run of this method created: numbers are decided on what the server has.
        ListOptions ofCluster = new() { LabelSelector = $"{ClusterApiGroup.ClusterNameLabel}={set.Spec.ClusterName}" };
        KubernetesList<Machine> all = await client.Resource<Machine>().ListAsync(set.Metadata.NamespaceProperty, ofCluster, cancellationToken);
        CoreMachineSetPlan plan = CoreMachineSetDecisions.Scale(set, [.. all.Items.Where(machine => machine.IsControlledBy(set))]);
        foreach (Machine machine in plan.Delete)
            await client.Resource<Machine>().DeleteAsync(machine.Metadata.NamespaceProperty, machine.Metadata.Name!, null, cancellationToken);

        for (int created = 0; created < plan.Create; created++)
            await CreateMachineAsync(set, cancellationToken);
    }

    private async Task CreateMachineAsync(MachineSet set, CancellationToken cancellationToken)
    {
        ContractReference template = set.Spec.Template.Spec.InfrastructureRef
            ?? throw new InvalidOperationException($"MachineSet {set.Metadata.Name} has no spec.template.spec.infrastructureRef.");
        ElementalMachineTemplate source = await client.Resource<ElementalMachineTemplate>()
            .GetAsync(set.Metadata.NamespaceProperty, template.Name, cancellationToken);
        Machine machine = CoreMachineSetDecisions.NewMachine(set, RandomNames.After(set.Metadata.Name!), ElementalMachine.KubeKind);
        await client.Resource<ElementalMachine>().CreateAsync(
            InfrastructureClone.Of(source, machine, set), new WriteOptions { FieldManager = CapiNames.FieldManager }, cancellationToken);
        await client.Resource<Machine>().CreateAsync(machine, new WriteOptions { FieldManager = CapiNames.FieldManager }, cancellationToken);
    }

    private async Task SyncMetadataAsync(MachineSet set, IEnumerable<Machine> machines, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> labels = CoreMachineSetDecisions.MachineLabels(set);
        foreach (Machine machine in machines.Where(machine => !machine.IsDeleting()))
            await client.Resource<Machine>().PatchAsync(machine, machine.WithLabels(labels), CapiNames.FieldManager, cancellationToken);
    }
}
