using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;
using ElementalProvider.DevCluster.ClusterApi.Model;
using ElementalProvider.DevCluster.ClusterApi.Workload;

namespace ElementalProvider.DevCluster.ClusterApi.Clusters;

/// <summary>Brings a Cluster from its infrastructure to a running API server, and takes it away again.</summary>
internal sealed class CoreClusterReconciler(
    IKubernetesClient client, IInformers informers, WorkloadStarter starter, SimulatedWorkloadClusters workloads, TimeProvider clock) : IReconciler
{
    private readonly IStore<Cluster> _clusters = informers.Get<Cluster>().Store;
    private readonly IStore<ElementalCluster> _infrastructure = informers.Get<ElementalCluster>().Store;
    private readonly IStore<ElementalMachineTemplate> _templates = informers.Get<ElementalMachineTemplate>().Store;
    private readonly IStore<MachineDeployment> _deployments = informers.Get<MachineDeployment>().Store;
    private readonly IStore<MachineSet> _sets = informers.Get<MachineSet>().Store;
    private readonly IStore<Machine> _machines = informers.Get<Machine>().Store;

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_clusters.Find(key) is not { } cluster)
        {
            await workloads.StopAsync(key);
            return Result.Done;
        }

        if (Hold.IsPaused(cluster, cluster))
            return Result.Done;

        if (cluster.IsDeleting())
        {
            await DeleteAsync(cluster, cancellationToken);
            return Result.Done;
        }

        ElementalCluster? infrastructure = await AdoptAsync(cluster, cancellationToken);
        cluster = await client.Resource<Cluster>().PatchAsync(
            cluster,
            CoreClusterDecisions.WithEndpoint(cluster.WithFinalizer(CapiNames.ClusterFinalizer), infrastructure),
            CapiNames.FieldManager,
            cancellationToken);
        string? problem = CoreClusterDecisions.IsProvisioned(cluster, infrastructure)
            ? await starter.StartAsync(cluster, cancellationToken)
            : null;
        await ShowAsync(Observe(cluster, infrastructure) with { WorkloadProblem = problem }, cancellationToken);
        return problem is null ? Result.Done : Result.After(TimeSpan.FromSeconds(5));
    }

    private static ObjectKey InfrastructureKey(Cluster cluster) => new(cluster.Metadata.NamespaceProperty!, cluster.Spec?.InfrastructureRef?.Name ?? "");

    private CoreClusterSeen Observe(Cluster cluster, ElementalCluster? infrastructure)
    {
        string space = cluster.Metadata.NamespaceProperty!;
        bool InNamespace(IKubernetesObject<V1ObjectMeta> item) => item.Metadata.NamespaceProperty == space;
        (CoreClusterParts controlPlane, CoreClusterParts workers) = CoreClusterParts.Divide(
            cluster.Metadata.Name!, _deployments.List().Where(InNamespace), _sets.List().Where(InNamespace), _machines.List().Where(InNamespace));
        return new CoreClusterSeen
        {
            Cluster = cluster,
            Infrastructure = infrastructure,
            ControlPlane = controlPlane,
            Workers = workers,
            HasWorkload = workloads.Find(ObjectKey.Of(cluster)) is not null,
        };
    }

    /// <summary>Makes infrastructure and templates reach the Cluster by owner references (O1, MT4); returns the infrastructure.</summary>
    private async Task<ElementalCluster?> AdoptAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        V1OwnerReference owner = cluster.AsOwner(controller: false);
        KeyValuePair<string, string> label = KeyValuePair.Create(ClusterApiGroup.ClusterNameLabel, cluster.Metadata.Name!);
        IEnumerable<string> templateNames = _deployments.List()
            .Where(each => each.Metadata.NamespaceProperty == cluster.Metadata.NamespaceProperty && each.Spec.ClusterName == cluster.Metadata.Name)
            .Select(each => each.Spec.Template.Spec.InfrastructureRef?.Name ?? "")
            .Distinct();
        foreach (string name in templateNames)
        {
            if (_templates.Find(new ObjectKey(cluster.Metadata.NamespaceProperty!, name)) is { } template && !template.IsOwnedBy(cluster))
            {
                await client.Resource<ElementalMachineTemplate>().PatchAsync(
                    template, template.WithOwner(owner).WithLabels(label), CapiNames.FieldManager, cancellationToken);
            }
        }

        if (_infrastructure.Find(InfrastructureKey(cluster)) is not { } infrastructure || infrastructure.IsDeleting())
            return null;

        ElementalCluster adopted = infrastructure.WithLabels(label);
        if (!adopted.IsOwnedBy(cluster))
            adopted = adopted.WithOwner(owner);
        return await client.Resource<ElementalCluster>().PatchAsync(infrastructure, adopted, CapiNames.FieldManager, cancellationToken);
    }

    private async Task DeleteAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        ElementalCluster? infrastructure = cluster.Spec?.InfrastructureRef is null
            ? null
            : await client.Resource<ElementalCluster>().FindAsync(cluster.Metadata.NamespaceProperty, InfrastructureKey(cluster).Name, cancellationToken);
        CoreClusterSeen seen = Observe(cluster, infrastructure);
        cluster = await ShowAsync(seen, cancellationToken);
        switch (CoreClusterDecisions.NextDeletion(seen))
        {
            case CoreClusterDeletionStep.DeleteWorkers:
                await DeleteAsync(seen.Workers.ToDelete(), cancellationToken);
                break;
            case CoreClusterDeletionStep.DeleteControlPlane:
                await DeleteAsync(seen.ControlPlane.ToDelete(), cancellationToken);
                break;
            case CoreClusterDeletionStep.DeleteInfrastructure when !infrastructure!.IsDeleting():
                await DeleteAsync([infrastructure!], cancellationToken);
                break;
            case CoreClusterDeletionStep.RemoveFinalizer:
                await Writes.RemoveFinalizerAsync(client, cluster, CapiNames.ClusterFinalizer, cancellationToken);
                break;
        }
    }

    private async Task DeleteAsync(IEnumerable<IKubernetesObject<V1ObjectMeta>> items, CancellationToken cancellationToken)
    {
        foreach (IKubernetesObject<V1ObjectMeta> item in items)
        {
            Task deletion = item switch
            {
                MachineDeployment => DeleteAsync<MachineDeployment>(item, cancellationToken),
                MachineSet => DeleteAsync<MachineSet>(item, cancellationToken),
                Machine => DeleteAsync<Machine>(item, cancellationToken),
                _ => DeleteAsync<ElementalCluster>(item, cancellationToken),
            };
            await deletion;
        }
    }

    private Task<T?> DeleteAsync<T>(IKubernetesObject<V1ObjectMeta> item, CancellationToken cancellationToken)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        client.Resource<T>().DeleteAsync(item.Metadata.NamespaceProperty, item.Metadata.Name!, null, cancellationToken);

    private Task<Cluster> ShowAsync(CoreClusterSeen seen, CancellationToken cancellationToken) => client.Resource<Cluster>().PatchStatusAsync(
        seen.Cluster,
        seen.Cluster with { Status = CoreClusterDecisions.Observe(seen, clock.GetUtcNow()) },
        CapiNames.FieldManager,
        cancellationToken);
}
