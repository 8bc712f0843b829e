using System.Text;
using ElementalProvider.Api.ClusterApi;
using ElementalProvider.Api.Elemental;
using ElementalProvider.ControllerRuntime;
using ElementalProvider.ControllerRuntime.Client;

namespace ElementalProvider.DevCluster.ClusterApi.Workload;

/// <summary>Starts the API server of a Cluster where the Cluster says that it is, and hands out its kubeconfig.</summary>
internal sealed class WorkloadStarter(IKubernetesClient client, SimulatedWorkloadClusters workloads)
{
    /// <summary>Starts it, unless it runs.</summary>
    /// <returns>Null, or one sentence about what must change first.</returns>
    public async Task<string?> StartAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        if (cluster.Spec?.ControlPlaneEndpoint is not { IsValid: true } endpoint)
            return null;

        if (Problem(endpoint) is { } problem)
            return problem;

        try
        {
            SimulatedWorkloadCluster workload = await workloads.EnsureAsync(ObjectKey.Of(cluster), endpoint.Port!.Value, cancellationToken);
            await PublishAsync(cluster, workload, cancellationToken);
            return null;
        }
        catch (IOException exception)
        {
            return $"The API server of the cluster cannot listen on {endpoint.Host}:{endpoint.Port}: {exception.Message}";
        }
    }

    private static string? Problem(ApiEndpoint endpoint) => endpoint.Host is "127.0.0.1" or "localhost"
        ? null
        : $"spec.controlPlaneEndpoint.host is {endpoint.Host}; in the development cluster it must be 127.0.0.1";

    private async Task PublishAsync(Cluster cluster, SimulatedWorkloadCluster workload, CancellationToken cancellationToken)
    {
        IResourceClient<V1Secret> secrets = client.Resource<V1Secret>();
        V1Secret wanted = new()
        {
            Metadata = new V1ObjectMeta
            {
                Name = CapiNames.KubeconfigSecret(cluster.Metadata.Name!),
                NamespaceProperty = cluster.Metadata.NamespaceProperty,
                Labels = new Dictionary<string, string> { [ClusterApiGroup.ClusterNameLabel] = cluster.Metadata.Name! },
                OwnerReferences = [cluster.AsOwner(controller: false)],
            },
            Type = ClusterApiGroup.SecretType,
            Data = new Dictionary<string, byte[]> { ["value"] = Encoding.UTF8.GetBytes(workload.AdminKubeconfig) },
        };
        V1Secret? existing = await secrets.FindAsync(wanted.Metadata.NamespaceProperty, wanted.Metadata.Name!, cancellationToken);
        if (existing is null)
            await Writes.CreateOnceAsync(client, wanted, cancellationToken);
        else
            await secrets.PatchAsync(existing, existing with { Data = wanted.Data }, CapiNames.FieldManager, cancellationToken);
    }
}
