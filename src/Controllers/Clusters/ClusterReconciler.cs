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

    public ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken) => StepLoop.RunAsync(
        key, Observe(key), ClusterDecisions.Next, (step, seen) => TakeAsync(step, seen, cancellationToken));

    private async Task<Turn<ClusterSeen>> TakeAsync(ClusterStep step, ClusterSeen seen, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case ClusterStep.AddFinalizer:
                return seen with { Infrastructure = await clusters.AddFinalizerAsync(seen.Infrastructure, Finalizers.Cluster, cancellationToken) };

            case ClusterStep.RemoveFinalizer:
                await clusters.RemoveFinalizerAsync(seen.Infrastructure, Finalizers.Cluster, cancellationToken);
                workloads.Forget(ObjectKey.Of(seen.Infrastructure) with { Name = seen.ClusterName ?? "" });
                return Turn<ClusterSeen>.Rest();

            case ClusterStep.Settle settle:
                if (settle.Status is not null)
                    await clusters.PatchStatusAsync(seen.Infrastructure, seen.Infrastructure with { Status = settle.Status }, cancellationToken);
                return Turn<ClusterSeen>.Rest();

            default:
                throw new InvalidOperationException($"no action for the step {step.GetType().Name}");
        }
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
