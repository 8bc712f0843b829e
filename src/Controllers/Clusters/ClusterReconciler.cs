using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.Api.Meta;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.Controllers.Contract;
using ElementalProvider.Controllers.Machines;
using ElementalProvider.Controllers.Workload;

namespace ElementalProvider.Controllers.Clusters;

/// <summary>Brings one ElementalCluster as far as it can get now.</summary>
internal sealed class ClusterReconciler(
    IInformers informers, ObjectWriter<ElementalCluster> clusters, WorkloadClusters workloads, TimeProvider clock) : IReconciler
{
    private readonly IStore<Cluster> _owners = informers.Get<Cluster>().Store;
    private readonly IStore<ElementalMachine> _machines = informers.Get<ElementalMachine>().Store;

    public async ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        ClusterSeen? seen = Observe(key);
        while (seen is not null)
        {
            switch (ClusterDecisions.Next(seen))
            {
                case ClusterStep.AddFinalizer:
                    seen = seen with { Infrastructure = await clusters.AddFinalizerAsync(seen.Infrastructure, Finalizers.Cluster, cancellationToken) };
                    continue;

                case ClusterStep.RemoveFinalizer:
                    await clusters.RemoveFinalizerAsync(seen.Infrastructure, Finalizers.Cluster, cancellationToken);
                    workloads.Forget(key with { Name = seen.ClusterName ?? "" });
                    return Result.Done;

                case ClusterStep.Settle { Status: { } status }:
                    await clusters.PatchStatusAsync(seen.Infrastructure, seen.Infrastructure with { Status = status }, cancellationToken);
                    return Result.Done;

                default:
                    return Result.Done;
            }
        }

        return Result.Done;
    }

    private ClusterSeen? Observe(ObjectKey key)
    {
        if (clusters.Find(key) is not { } infrastructure)
            return null;

        string? owner = Owners.Find(infrastructure.Metadata, ClusterApiGroup.Name, "Cluster")?.Name;
        string? cluster = owner ?? infrastructure.Metadata.Label(ClusterApiGroup.ClusterNameLabel);
        return new ClusterSeen
        {
            Infrastructure = infrastructure,
            ClusterName = cluster,
            Owner = owner is null ? null : _owners.Find(key with { Name = owner }),
            Machines = cluster is null ? 0 : _machines.ByIndex(MachineIndexes.ByCluster, MachineIndexes.Key(key.Namespace, cluster)).Count,
            Now = clock.GetUtcNow(),
        };
    }
}
