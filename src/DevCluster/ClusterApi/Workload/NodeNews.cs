using ElementalProvider.ControllerRuntime;

namespace ElementalProvider.DevCluster.ClusterApi.Workload;

/// <summary>Passes on that a Node of a workload cluster changed.</summary>
internal sealed class NodeNews(Action<ObjectKey> changed) : IReconciler
{
    public ValueTask<Result> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        changed(key);
        return ValueTask.FromResult(Result.Done);
    }
}
