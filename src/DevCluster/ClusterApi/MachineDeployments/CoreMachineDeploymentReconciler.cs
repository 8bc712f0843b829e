using ElementalProvider.Api.ClusterApi;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ClusterApi.Model;

namespace ElementalProvider.DevCluster.ClusterApi.MachineDeployments;

/// <summary>Keeps the MachineSets of a MachineDeployment.</summary>
internal sealed class CoreMachineDeploymentReconciler(IKubernetesClient client, IInformers informers, TimeProvider clock) : IReconciler
{
    private readonly IStore<MachineDeployment> _deployments = informers.Get<MachineDeployment>().Store;
    private readonly IStore<MachineSet> _sets = informers.Get<MachineSet>().Store;
    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_deployments.Find(key) is not { } deployment)
            return Result.Done;

        List<MachineSet> sets = [.. _sets.List().Where(set => set.IsControlledBy(deployment))];
        if (deployment.IsDeleting())
            return await DeleteAsync(deployment, sets, cancellationToken);

        Cluster? cluster = _clusters.Find(key with { Name = deployment.Spec.ClusterName });
        if (cluster is null || Hold.IsPaused(deployment, cluster) || deployment.Spec.Paused == true)
            return Result.Done;

        deployment = await AdoptAsync(deployment, cluster, cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        string hash = TemplateHash.Of(deployment, now);
        await AdvanceAsync(deployment, [.. sets.Where(set => !set.IsDeleting())], hash, cancellationToken);
        await client.Resource<MachineDeployment>().PatchStatusAsync(
            deployment,
            deployment with { Status = CoreMachineDeploymentDecisions.Observe(deployment, sets, hash, now) },
            CapiNames.FieldManager,
            cancellationToken);
        return new Result(TemplateHash.ChangesIn(deployment, now));
    }

    private Task<MachineDeployment> AdoptAsync(MachineDeployment deployment, Cluster cluster, CancellationToken cancellationToken)
    {
        MachineDeployment adopted = deployment
            .WithFinalizer(CapiNames.MachineDeploymentFinalizer)
            .WithLabels(KeyValuePair.Create(ClusterApiGroup.ClusterNameLabel, cluster.Metadata.Name!));
        if (!adopted.IsOwnedBy(cluster))
            adopted = adopted.WithOwner(cluster.AsOwner(controller: false));
        return client.Resource<MachineDeployment>().PatchAsync(deployment, adopted, CapiNames.FieldManager, cancellationToken);
    }

    private async Task AdvanceAsync(MachineDeployment deployment, IReadOnlyList<MachineSet> sets, string hash, CancellationToken cancellationToken)
    {
        RolloutPlan plan = RolloutDecisions.Plan(deployment, sets, hash);
        if (plan.CreateWith is { } replicas)
            await Writes.CreateOnceAsync(client, CoreMachineDeploymentDecisions.NewSet(deployment, hash, replicas), cancellationToken);

        foreach (MachineSet set in plan.Delete)
            await client.Resource<MachineSet>().DeleteAsync(set.Metadata.NamespaceProperty, set.Metadata.Name!, null, cancellationToken);

        Dictionary<MachineSet, int> scale = plan.Scale.ToDictionary(each => each.Set, each => each.Replicas);
        foreach (MachineSet set in sets.Except(plan.Delete))
        {
            MachineSet wanted = RolloutDecisions.HashOf(set) == hash ? CoreMachineDeploymentDecisions.WithTemplateMetadata(set, deployment, hash) : set;
            if (scale.TryGetValue(set, out int number))
                wanted = wanted with { Spec = wanted.Spec with { Replicas = number } };
            await client.Resource<MachineSet>().PatchAsync(set, wanted, CapiNames.FieldManager, cancellationToken);
        }
    }

    private async Task<Result> DeleteAsync(MachineDeployment deployment, List<MachineSet> sets, CancellationToken cancellationToken)
    {
        foreach (MachineSet set in sets.Where(set => !set.IsDeleting()))
            await client.Resource<MachineSet>().DeleteAsync(set.Metadata.NamespaceProperty, set.Metadata.Name!, null, cancellationToken);

        if (sets.Count == 0)
            await Writes.RemoveFinalizerAsync(client, deployment, CapiNames.MachineDeploymentFinalizer, cancellationToken);
        return Result.Done;
    }
}
