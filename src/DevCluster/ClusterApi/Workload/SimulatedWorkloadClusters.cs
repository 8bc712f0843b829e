using System.Collections.Concurrent;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.ControllerRuntime;
using Microsoft.Extensions.Logging;

namespace ElementalProvider.DevCluster.ClusterApi.Workload;

/// <summary>The API servers of all Clusters.</summary>
internal sealed class SimulatedWorkloadClusters(IInformers management, CoreMachineNews machineNews, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ObjectKey, SimulatedWorkloadCluster> _clusters = new();
    private readonly IStore<Machine> _machines = management.Get<Machine>().Store;

    /// <summary>The API server of a Cluster, if it was started.</summary>
    public SimulatedWorkloadCluster? Find(ObjectKey cluster) => _clusters.GetValueOrDefault(cluster);

    /// <summary>The API server of a Cluster; called by one reconciler for a Cluster at a time.</summary>
    /// <param name="cluster">The Cluster.</param>
    /// <param name="port">Where it must listen.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task<SimulatedWorkloadCluster> EnsureAsync(ObjectKey cluster, int port, CancellationToken cancellationToken)
    {
        if (Find(cluster) is { } running)
            return running;

        SimulatedWorkloadCluster started = await SimulatedWorkloadCluster.StartAsync(port, node => Announce(cluster, node), loggers, cancellationToken);
        _clusters[cluster] = started;
        return started;
    }

    /// <summary>Ends the API server of a Cluster that is gone.</summary>
    public async Task StopAsync(ObjectKey cluster)
    {
        if (_clusters.TryRemove(cluster, out SimulatedWorkloadCluster? running))
            await running.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ObjectKey cluster in _clusters.Keys)
            await StopAsync(cluster);
    }

    /// <summary>A Node concerns the machine that has its provider ID, and the one that became it.</summary>
    private void Announce(ObjectKey cluster, ObjectKey nodeKey)
    {
        V1Node? node = Find(cluster)?.Nodes.Store.Find(nodeKey);
        foreach (Machine machine in _machines.List())
        {
            bool concerned = machine.Metadata.NamespaceProperty == cluster.Namespace
                && machine.Spec?.ClusterName == cluster.Name
                && (machine.Status?.NodeRef?.Name == nodeKey.Name || (machine.Spec.ProviderId is { } id && node?.Spec?.ProviderID == id));
            if (concerned)
                machineNews.Channel.Add(ObjectKey.Of(machine));
        }
    }
}
